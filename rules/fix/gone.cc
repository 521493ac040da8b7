// SPDX-License-Identifier: Apache-2.0
#include "rules/fix/gone.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "rules/fix/restore.h"

namespace protowarden::rules::fix {
namespace {

using schema::Enum;
using schema::Field;
using schema::File;
using schema::Message;
using schema::Method;
using schema::Schema;
using schema::Service;

std::string_view ParentName(std::string_view full_name) {
  const size_t dot = full_name.rfind('.');
  return dot == std::string_view::npos ? std::string_view() : full_name.substr(0, dot);
}

class Finder {
 public:
  Finder(const Schema& before, const Schema& after) : before_(before), after_(after) {}

  std::vector<Gone> Find(const std::set<std::string>& names) {
    for (const std::string& name : names) Add(name);
    // What names something that does not come back does not come back either.
    while (std::erase_if(gone_, [&](const auto& item) { return !HasItsTypes(item.second); }) > 0) {
    }
    std::vector<Gone> found;
    for (const auto& [name, gone] : gone_) found.push_back(gone);
    std::sort(found.begin(), found.end(), [](const Gone& a, const Gone& b) {
      return std::tie(a.file->path, a.element->span) < std::tie(b.file->path, b.element->span);
    });
    return found;
  }

 private:
  void Add(const std::string& name) {
    if (const Message* message = before_.FindMessage(name)) {
      // The type of a group comes with its field.
      if (!message->is_map_entry && !IsGroup(*message)) AddType(name, *message, message->file);
    } else if (const Enum* item = before_.FindEnum(name)) {
      if (ValuesAreFree(*item)) AddType(name, *item, item->file);
    } else if (const Service* service = before_.FindService(name)) {
      AddType(name, *service, service->file);
    } else {
      AddMethod(name);
    }
  }

  static bool IsGroup(const Message& message) {
    if (message.parent == nullptr) return false;
    const std::vector<Field>& fields = message.parent->fields;
    return std::any_of(fields.begin(), fields.end(), [&](const Field& field) {
      return field.kind == schema::Kind::kGroup && field.message_type == &message;
    });
  }

  template <typename T>
  void AddType(const std::string& name, const T& type, const File* file) {
    const bool free = after_.FindMessage(name) == nullptr && after_.FindEnum(name) == nullptr &&
                      after_.FindService(name) == nullptr;
    if (!free || !MayStandIn(file)) return;
    Gone gone{&type, &type, file, nullptr, nullptr};
    const std::string outer(ParentName(name));
    if (before_.FindMessage(outer) != nullptr) {
      gone.parent = after_.FindMessage(outer);
      if (gone.parent == nullptr || gone.parent->file->path != file->path) return;
    }
    gone_.emplace(name, gone);
  }

  void AddMethod(const std::string& name) {
    const std::string outer(ParentName(name));
    const Service* old_service = before_.FindService(outer);
    const Service* service = after_.FindService(outer);
    if (old_service == nullptr || service == nullptr || !MayStandIn(old_service->file)) return;
    if (service->file->path != old_service->file->path) return;
    const auto is_it = [&](const Method& method) { return method.FullName() == name; };
    const auto old = std::find_if(old_service->methods.begin(), old_service->methods.end(), is_it);
    if (old == old_service->methods.end()) return;
    if (std::any_of(service->methods.begin(), service->methods.end(), is_it)) return;
    gone_.emplace(name, Gone{&*old, &*old, old_service->file, nullptr, service});
  }

  [[nodiscard]] bool MayStandIn(const File* file) const {
    const File* now = file == nullptr ? nullptr : after_.FindFile(file->path);
    return now != nullptr && SameSurroundings(*file, *now);
  }

  // The values of an enum are names beside it.
  [[nodiscard]] bool ValuesAreFree(const Enum& item) const {
    std::set<std::string> wanted;
    const std::string scope(ParentName(item.full_name));
    for (const schema::EnumValue& value : item.values) wanted.insert(value.name);
    bool free = true;
    for (const auto& file : after_.files()) {
      schema::ForEachEnum(*file, [&](const Enum& other) {
        if (ParentName(other.full_name) != scope) return;
        for (const schema::EnumValue& value : other.values) {
          free = free && !wanted.contains(value.name);
        }
      });
    }
    return free;
  }

  // The type is declared where it was, or comes back with its file's other ones.
  template <typename T>
  [[nodiscard]] bool IsThere(const std::string& name, const File* file, const T* now) const {
    if (now != nullptr && file != nullptr && now->file->path == file->path) return true;
    for (std::string_view outer = name; !outer.empty(); outer = ParentName(outer)) {
      if (gone_.contains(std::string(outer))) return true;
    }
    return false;
  }
  [[nodiscard]] bool IsThere(const Message& message) const {
    return IsThere(message.full_name, message.file, after_.FindMessage(message.full_name));
  }
  [[nodiscard]] bool IsThere(const Enum& item) const {
    return IsThere(item.full_name, item.file, after_.FindEnum(item.full_name));
  }

  [[nodiscard]] bool HasItsTypes(const Field& field) const {
    if (field.kind == schema::Kind::kUnresolved) return false;
    if (field.IsMap()) return HasItsTypes(field.message_type->fields.back());
    if (field.message_type != nullptr) return IsThere(*field.message_type);
    return field.enum_type == nullptr || IsThere(*field.enum_type);
  }

  [[nodiscard]] bool HasItsTypes(const Message& message) const {
    return std::all_of(message.fields.begin(), message.fields.end(),
                       [&](const Field& field) { return HasItsTypes(field); }) &&
           message.extensions.empty() &&
           std::all_of(message.messages.begin(), message.messages.end(), [&](const auto& nested) {
             return nested.is_map_entry || HasItsTypes(nested);
           });
  }

  [[nodiscard]] bool HasItsTypes(const Method& method) const {
    return method.input != nullptr && method.output != nullptr && IsThere(*method.input) &&
           IsThere(*method.output);
  }

  [[nodiscard]] bool HasItsTypes(const Enum& /*item*/) const { return true; }
  [[nodiscard]] bool HasItsTypes(const Service& service) const {
    return std::all_of(service.methods.begin(), service.methods.end(),
                       [&](const Method& method) { return HasItsTypes(method); });
  }
  [[nodiscard]] bool HasItsTypes(const Gone& gone) const {
    return std::visit([&](const auto* declaration) { return HasItsTypes(*declaration); },
                      gone.declaration);
  }

  const Schema& before_;
  const Schema& after_;
  std::map<std::string, Gone> gone_;
};

}  // namespace

std::vector<Gone> FindGone(const Schema& before, const Schema& after,
                           const std::set<std::string>& names) {
  return Finder(before, after).Find(names);
}

}  // namespace protowarden::rules::fix
