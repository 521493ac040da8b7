// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/scan.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "analyzer/base/parallel.h"
#include "analyzer/schema/type_text.h"
#include "rules/pii/field_kind.h"

namespace protowarden::rules::pii {
namespace {

using schema::Field;
using schema::Message;

std::string WithoutPackage(const std::string& full_name, const schema::File& file) {
  return file.package.empty() || !full_name.starts_with(file.package + ".")
             ? full_name
             : full_name.substr(file.package.size() + 1);
}

// Where the records of a file begin.
struct Place {
  size_t field = 0;
  size_t message = 0;
  size_t method = 0;
};

// The place behind the records of a file.
Place Behind(const schema::File& file, Place place) {
  ForEachMessage(file, [&](const Message& message) {
    if (message.is_map_entry) return;
    ++place.message;
    place.field += message.fields.size();
  });
  ForEachExtension(file, [&](const Field& /*field*/) { ++place.field; });
  for (const schema::Service& service : file.services) place.method += service.methods.size();
  return place;
}

// Takes the records of one file.
class Taker {
 public:
  Taker(const Policy& policy, const OptionNames& names, const Classified& classified,
        const schema::File& file, Place place, Inventory& inventory)
      : policy_(policy),
        names_(names),
        classified_(classified),
        file_(file),
        place_(place),
        inventory_(inventory) {}

  void Run() {
    ForEachMessage(file_, [&](const Message& message) {
      if (!message.is_map_entry) TakeMessage(message);
    });
    ForEachExtension(file_, [&](const Field& field) { TakeField(field); });
    for (const schema::Service& service : file_.services) {
      for (const schema::Method& method : service.methods) TakeMethod(method);
    }
  }

 private:
  [[nodiscard]] Location At(const Span& span) const {
    return {file_.path, file_.display_path, span};
  }

  void TakeMessage(const Message& message) {
    MessageRecord& record = inventory_.messages[place_.message++];
    record.element = message.full_name;
    record.message_path = message.NestedName();
    record.location = At(message.span);
    record.sensitivity = classified_.messages.at(&message);
    record.annotation = ReadLevel(message.options, names_.message_sensitivity, names_);
    for (const Field& field : message.fields) TakeField(field);
  }

  void TakeField(const Field& field) {
    const Classification& found = classified_.fields.at(&field);
    FieldRecord& record = inventory_.fields[place_.field++];
    record.element = field.FullName();
    record.field_path = WithoutPackage(record.element, file_);
    record.field_name = field.name;
    record.type = TypeText(field);
    record.location = At(field.span);
    record.sensitivity = found.level;
    record.pii_types = found.types;
    record.reason = found.reason;
    record.source = Name(found.origin);
    record.confidence = found.confidence;
    FieldAnnotation annotation = ReadAnnotation(field, names_);
    record.annotation = annotation.level;
    record.annotation_types = std::move(annotation.types);
    record.annotated = record.annotation.has_value();
    if (found.opinion.has_value() && found.opinion->sensitivity != found.level) {
      record.disagreement = found.opinion;
    }
    if (found.origin == Origin::kAnnotation) record.beside_annotation = found.opinion;
    record.container = IsContainer(field, found);
    for (const std::string& id : found.types) {
      const Type* type = policy_.FindType(id);
      if (type == nullptr) continue;
      AppendNew(type->regulations, record.regulations);
      AppendNew(type->protections, record.protections);
    }
  }

  // An annotation beyond the content counts for the whole of it, others repeat what is inside.
  static bool IsContainer(const Field& field, const Classification& found) {
    if (HeldMessage(field) == nullptr) return false;
    if (found.origin == Origin::kAnnotation && found.opinion.has_value()) {
      return found.level <= found.opinion->sensitivity;
    }
    return found.origin == Origin::kContainer || found.origin == Origin::kNone;
  }

  void TakeMethod(const schema::Method& method) {
    MethodRecord& record = inventory_.methods[place_.method++];
    record.element = method.FullName();
    record.method_path = method.parent->name + "." + method.name;
    record.location = At(method.span);
    record.sensitivity = classified_.methods.at(&method);
    record.audit_pii_access = record.sensitivity > Sensitivity::kPublic;
    record.annotation = ReadLevel(method.options, names_.method_sensitivity, names_);
    record.audit_annotation = ReadFlag(method.options, names_.audit);
  }

  static void AppendNew(const std::vector<std::string>& items, std::vector<std::string>& list) {
    for (const std::string& item : items) {
      if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
    }
  }

  const Policy& policy_;
  const OptionNames& names_;
  const Classified& classified_;
  const schema::File& file_;
  Place place_;
  Inventory& inventory_;
};

}  // namespace

Inventory TakeInventory(const Policy& policy, const OptionNames& names,
                        const schema::Schema& schema, const Classified& classified, Extent extent,
                        unsigned jobs) {
  std::vector<std::pair<const schema::File*, Place>> files;
  Place end;
  for (const auto& file : schema.files()) {
    if (!file->is_target && extent != Extent::kAll) continue;
    files.emplace_back(file.get(), end);
    end = Behind(*file, end);
  }
  Inventory inventory;
  inventory.fields.resize(end.field);
  inventory.messages.resize(end.message);
  inventory.methods.resize(end.method);
  ParallelFor(files.size(), jobs, [&](size_t i) {
    Taker(policy, names, classified, *files[i].first, files[i].second, inventory).Run();
  });
  return inventory;
}

}  // namespace protowarden::rules::pii
