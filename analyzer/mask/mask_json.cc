// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "analyzer/base/text.h"
#include "analyzer/mask/mask.h"

namespace protowarden::mask {
namespace {

using Json = nlohmann::ordered_json;
using schema::Field;
using schema::Kind;
using schema::Message;

constexpr std::string_view kAny = "google.protobuf.Any";

// Messages whose JSON form is no object of their fields, and what strings are among them.
bool HasOwnForm(const Message& message) {
  return message.file != nullptr && message.file->package == "google.protobuf";
}

const Field* MapValue(const Field& field) {
  return field.message_type == nullptr ? nullptr : field.message_type->FindField(2);
}

class JsonMasker {
 public:
  JsonMasker(const schema::Schema& schema, const LevelOf& level_of, const Options& options)
      : schema_(schema), level_of_(level_of), options_(options) {}

  void MaskMessage(Json& object, const Message& message) {
    std::vector<std::string> gone;
    for (auto& [key, value] : object.items()) {
      if (key == "@type") continue;
      const Field* field = Find(message, key);
      const bool keep = field == nullptr ? MaskUnknown(value) : MaskField(value, *field);
      if (!keep) gone.push_back(key);
    }
    for (const std::string& key : gone) object.erase(key);
  }

  [[nodiscard]] std::vector<std::string> Fields() const { return {masked_.begin(), masked_.end()}; }

 private:
  [[nodiscard]] const Field* Find(const Message& message, const std::string& key) const {
    for (const Field& field : message.fields) {
      if (field.json_name == key || field.name == key) return &field;
    }
    if (key.size() < 2 || key.front() != '[' || key.back() != ']') return nullptr;
    const Field* extension = schema_.FindExtensionByName(key.substr(1, key.size() - 2));
    return extension != nullptr && extension->extendee == message.full_name ? extension : nullptr;
  }

  // Masks a value in place; false when it has to go.
  bool MaskUnknown(Json& value) {
    if (options_.keep_unknown || value.is_null()) return true;
    masked_.insert("(unknown)");
    return false;
  }

  bool MaskField(Json& value, const Field& field) {
    if (value.is_null()) return true;
    const FieldLevel known = level_of_(field);
    const Field* holder = field.IsMap() ? MapValue(field) : &field;
    const Message* held = holder == nullptr ? nullptr : holder->message_type;
    const bool closed = held == nullptr || known.whole || HasOwnForm(*held);
    if (closed && known.level > options_.clearance) {
      masked_.insert(field.FullName());
      return Redact(value, field);
    }
    if (field.IsMap())
      return value.is_object() ? MaskAll(value, *holder, known.whole) : MaskUnknown(value);
    if (field.IsList())
      return value.is_array() ? MaskAll(value, field, known.whole) : MaskUnknown(value);
    return MaskOne(value, field, known.whole);
  }

  // The elements of a list or the values of a map.
  bool MaskAll(Json& values, const Field& holder, bool whole) {
    for (Json& value : values) {
      if (!MaskOne(value, holder, whole)) value = nullptr;
    }
    return true;
  }

  // One value that may be read as such; what it holds may be not.
  bool MaskOne(Json& value, const Field& field, bool whole) {
    if (value.is_null()) return true;
    const Message* held = field.message_type;
    if (held != nullptr && whole) return true;
    if (held == nullptr) {
      // A type whose definition is missing may hold anything.
      if (field.kind == Kind::kUnresolved) return MaskUnknown(value);
      return value.is_structured() ? MaskUnknown(value) : true;
    }
    if (held->full_name == kAny) return MaskAny(value);
    if (HasOwnForm(*held)) return true;
    if (!value.is_object()) return MaskUnknown(value);
    MaskMessage(value, *held);
    return true;
  }

  bool MaskAny(Json& value) {
    if (!value.is_object()) return MaskUnknown(value);
    const auto url = value.find("@type");
    const bool named = url != value.end() && url->is_string();
    const Message* type = named ? TypeOfAny(schema_, url->get_ref<const std::string&>()) : nullptr;
    if (type == nullptr) {
      // Only its name is known.
      if (options_.keep_unknown || value.size() == (named ? 1U : 0U)) return true;
      Json rest = Json::object();
      if (named) rest["@type"] = *url;
      value = std::move(rest);
      masked_.insert("(unknown)");
      return true;
    }
    if (!HasOwnForm(*type)) MaskMessage(value, *type);
    return true;
  }

  // A value above the clearance; false when it has to go.
  bool Redact(Json& value, const Field& field) const {
    if (field.IsMap()) return false;
    if (value.is_array() && field.IsList()) {
      for (Json& item : value) {
        if (!RedactOne(item, field)) return false;
      }
      return true;
    }
    return RedactOne(value, field);
  }

  bool RedactOne(Json& value, const Field& field) const {
    const bool text =
        field.kind == Kind::kString || field.type_name == "google.protobuf.StringValue";
    if (!text || !value.is_string()) return false;
    value = MaskString(value.get_ref<const std::string&>(), options_);
    return true;
  }

  const schema::Schema& schema_;
  const LevelOf& level_of_;
  const Options& options_;
  std::set<std::string> masked_;
};

}  // namespace

Result<Masked> MaskJson(std::string_view payload, const schema::Schema& schema, const Message& type,
                        const LevelOf& level_of, const Options& options) {
  // Depth is checked while parsing: everything after it recurses.
  bool deep = false;
  const auto watch = [&](int depth, Json::parse_event_t, Json&) {
    deep = deep || static_cast<size_t>(depth) > options.max_depth;
    return !deep;
  };
  Json json = Json::parse(payload, watch, false);
  if (deep) {
    return AnalysisError(fmt::format(
        "The payload nests deeper than {} levels. protobuf parsers refuse such messages.",
        options.max_depth));
  }
  if (!json.is_object()) {
    return AnalysisError(fmt::format(
        "The payload is no JSON object, so it cannot be a {}. Pass one message in JSON.",
        Quote(type.full_name)));
  }
  JsonMasker masker(schema, level_of, options);
  masker.MaskMessage(json, type);
  return Masked{json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n", masker.Fields()};
}

}  // namespace protowarden::mask
