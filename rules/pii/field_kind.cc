// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/field_kind.h"

#include <algorithm>
#include <array>
#include <utility>

namespace protowarden::rules::pii {
namespace {

using schema::Field;
using schema::Kind;

constexpr std::array<std::pair<std::string_view, Kinds>, 26> kKnownTypes = {{
    {"google.protobuf.Any", kind::kStruct},
    {"google.protobuf.BoolValue", kind::kBool},
    {"google.protobuf.BytesValue", kind::kBytes},
    {"google.protobuf.DoubleValue", kind::kNumber},
    {"google.protobuf.Duration", kind::kOther},
    {"google.protobuf.Empty", kind::kOther},
    {"google.protobuf.FieldMask", kind::kOther},
    {"google.protobuf.FloatValue", kind::kNumber},
    {"google.protobuf.Int32Value", kind::kNumber},
    {"google.protobuf.Int64Value", kind::kNumber},
    {"google.protobuf.ListValue", kind::kStruct},
    {"google.protobuf.StringValue", kind::kText},
    {"google.protobuf.Struct", kind::kStruct},
    {"google.protobuf.Timestamp", kind::kDate},
    {"google.protobuf.UInt32Value", kind::kNumber},
    {"google.protobuf.UInt64Value", kind::kNumber},
    {"google.protobuf.Value", kind::kStruct},
    {"google.rpc.Status", kind::kOther},
    {"google.type.Date", kind::kDate},
    {"google.type.DateTime", kind::kDate},
    {"google.type.DayOfWeek", kind::kEnum},
    {"google.type.Decimal", kind::kNumber},
    {"google.type.Month", kind::kEnum},
    {"google.type.Money", kind::kNumber},
    {"google.type.TimeOfDay", kind::kOther},
    {"google.type.TimeZone", kind::kOther},
}};

Kinds OfScalar(Kind kind) {
  switch (kind) {
    case Kind::kString:
      return kind::kText;
    case Kind::kBytes:
      return kind::kBytes;
    case Kind::kBool:
      return kind::kBool;
    case Kind::kEnum:
      return kind::kEnum;
    case Kind::kMessage:
    case Kind::kGroup:
    case Kind::kUnresolved:
      return kind::kMessage;
    default:
      return kind::kNumber;
  }
}

Kinds OfType(const Field& field) {
  std::string_view name = field.type_name;
  if (name.starts_with('.')) name.remove_prefix(1);
  if (!name.starts_with("google.")) return OfScalar(field.kind);
  const auto known = std::find_if(kKnownTypes.begin(), kKnownTypes.end(),
                                  [&](const auto& row) { return name == row.first; });
  return known != kKnownTypes.end() ? known->second : OfScalar(field.kind);
}

const Field* MapValue(const Field& field) {
  return field.IsMap() ? field.message_type->FindField(2) : nullptr;
}

// `repeated Attribute { string key; string value; }` is a map, too.
bool HoldsPairs(const Field& field) {
  static constexpr size_t kMostFields = 3;
  const schema::Message* held = field.message_type;
  if (held == nullptr || field.label != schema::Label::kRepeated ||
      held->fields.size() > kMostFields) {
    return false;
  }
  const auto holds = [&](std::string_view name) {
    return std::any_of(held->fields.begin(), held->fields.end(), [&](const Field& inner) {
      return inner.name == name && inner.kind == Kind::kString;
    });
  };
  return holds("value") && (holds("key") || holds("name") || holds("id"));
}

}  // namespace

bool IsWellKnown(std::string_view type_name) {
  return std::any_of(kKnownTypes.begin(), kKnownTypes.end(),
                     [&](const auto& row) { return row.first == type_name; });
}

Kinds KindOf(const Field& field) {
  if (const Field* value = MapValue(field)) {
    const Kinds of_value = OfType(*value);
    return of_value == kind::kMessage ? kind::kMessage : kind::kMap;
  }
  return OfType(field) | (HoldsPairs(field) ? kind::kMap : Kinds{0});
}

const schema::Message* HeldMessage(const Field& field) {
  const Field* value = MapValue(field);
  const Field& holder = value == nullptr ? field : *value;
  return OfType(holder) == kind::kMessage ? holder.message_type : nullptr;
}

}  // namespace protowarden::rules::pii
