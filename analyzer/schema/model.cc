// SPDX-License-Identifier: Apache-2.0
#include "analyzer/schema/model.h"

#include <algorithm>
#include <array>

namespace protowarden::schema {
namespace {

// A full name without the package of its file.
std::string WithoutPackage(const std::string& full_name, const File* file) {
  if (file == nullptr || file->package.empty()) return full_name;
  return full_name.substr(file->package.size() + 1);
}

}  // namespace

std::string_view Name(Kind kind) {
  static constexpr std::array<std::string_view, 19> kNames = {
      "unresolved", "double",   "float",    "int64",  "uint64",  "int32", "fixed64",
      "fixed32",    "bool",     "string",   "group",  "message", "bytes", "uint32",
      "enum",       "sfixed32", "sfixed64", "sint32", "sint64"};
  return kNames.at(static_cast<size_t>(kind));
}

bool Field::IsMap() const {
  return label == Label::kRepeated && message_type != nullptr && message_type->is_map_entry;
}

bool Field::IsList() const { return label == Label::kRepeated && !IsMap(); }

bool Field::IsRequired() const {
  if (label == Label::kRepeated) return false;
  return label == Label::kRequired || features.field_presence == FieldPresence::kLegacyRequired;
}

bool Field::HasPresence() const {
  if (label == Label::kRepeated) return false;
  // Messages, extensions and members of a oneof always track presence.
  // Source: https://protobuf.dev/programming-guides/field_presence/
  if (kind == Kind::kMessage || kind == Kind::kGroup || IsExtension() || oneof_index >= 0) {
    return true;
  }
  return features.field_presence != FieldPresence::kImplicit;
}

std::string Method::FullName() const { return parent->full_name + "." + name; }

std::string Field::FullName() const {
  std::string_view scope;
  if (parent != nullptr) {
    scope = parent->full_name;
  } else if (file != nullptr) {
    scope = file->package;
  }
  return scope.empty() ? name : std::string(scope) + "." + name;
}

std::string Enum::NestedName() const { return WithoutPackage(full_name, file); }
std::string Message::NestedName() const { return WithoutPackage(full_name, file); }

const Field* Message::FindField(int32_t number) const {
  if (field_index.built()) return field_index.Find(number);
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const Field& field) { return field.number == number; });
  return found == fields.end() ? nullptr : &*found;
}

const Field* Message::FindFieldByName(std::string_view field_name) const {
  if (field_index.built()) return field_index.Find(field_name);
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const Field& field) { return field.name == field_name; });
  return found == fields.end() ? nullptr : &*found;
}

std::string_view File::SyntaxName() const {
  if (IsEditions()) return "editions";
  return edition == Edition::kProto3 ? "proto3" : "proto2";
}

}  // namespace protowarden::schema
