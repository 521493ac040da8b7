// SPDX-License-Identifier: Apache-2.0
#include "analyzer/compare/structure.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace protowarden::compare {
namespace {

using schema::Enum;
using schema::Field;
using schema::Message;

class StructureComparer {
 public:
  explicit StructureComparer(Encoding encoding) : encoding_(encoding) {}

  std::optional<std::string> Compare(const Message& before, const Message& after) {
    // A pair that is being compared further up is equal unless something else differs.
    if (!visited_.insert({&before, &after}).second) return std::nullopt;
    for (const Field& field : before.fields) {
      const Field* now = after.FindField(field.number);
      auto difference = now == nullptr ? Deleted(field, after) : CompareFields(field, *now);
      if (difference.has_value()) return difference;
    }
    return std::nullopt;
  }

  [[nodiscard]] std::optional<std::string> Compare(const Enum& before, const Enum& after) const {
    for (const schema::EnumValue& value : before.values) {
      const bool kept = std::any_of(
          after.values.begin(), after.values.end(), [&](const schema::EnumValue& other) {
            return other.number == value.number &&
                   (encoding_ == Encoding::kBinary || other.name == value.name);
          });
      if (!kept && !IsReservedIn(after, value.number, value.name)) {
        return fmt::format("enum value {} = {} of {} is missing in {}", value.name, value.number,
                           before.full_name, after.full_name);
      }
    }
    return std::nullopt;
  }

 private:
  template <typename T>
  [[nodiscard]] bool IsReservedIn(const T& element, int32_t number, const std::string& name) const {
    return IsReserved(element.reserved, number) &&
           (encoding_ == Encoding::kBinary || IsReserved(element.reserved, name));
  }

  [[nodiscard]] std::optional<std::string> Deleted(const Field& field, const Message& after) const {
    if (IsReservedIn(after, field.number, field.name)) return std::nullopt;
    return fmt::format("field {} `{}` of {} is missing in {}", field.number, field.name,
                       field.parent->full_name, after.full_name);
  }

  std::optional<std::string> CompareFields(const Field& before, const Field& after) {
    const auto differs = [&](std::string_view old_text, std::string_view new_text) {
      return fmt::format("field {} is `{} {}` in {} and `{} {}` in {}", before.number, old_text,
                         before.name, before.parent->full_name, new_text, after.name,
                         after.parent->full_name);
    };
    if (!SameGroup(before.kind, after.kind, encoding_)) {
      return differs(Name(before.kind), Name(after.kind));
    }
    if (before.label != after.label) {
      return differs(LabelName(before), LabelName(after));
    }
    if (encoding_ == Encoding::kBinaryAndJson && before.json_name != after.json_name) {
      return fmt::format("field {} is called `{}` in JSON in {} and `{}` in {}", before.number,
                         before.json_name, before.parent->full_name, after.json_name,
                         after.parent->full_name);
    }
    if (before.message_type != nullptr && after.message_type != nullptr) {
      return Compare(*before.message_type, *after.message_type);
    }
    if (before.enum_type != nullptr && after.enum_type != nullptr) {
      return Compare(*before.enum_type, *after.enum_type);
    }
    if (before.type_name != after.type_name) return differs(before.type_name, after.type_name);
    return std::nullopt;
  }

  static std::string_view LabelName(const Field& field) {
    switch (field.label) {
      case schema::Label::kRepeated:
        return "repeated";
      case schema::Label::kRequired:
        return "required";
      case schema::Label::kOptional:
        break;
    }
    return "optional";
  }

  Encoding encoding_;
  std::set<std::pair<const Message*, const Message*>> visited_;
};

}  // namespace

std::optional<std::string> FirstDifference(const Message& before, const Message& after,
                                           Encoding encoding) {
  return StructureComparer(encoding).Compare(before, after);
}

std::optional<std::string> FirstDifference(const Enum& before, const Enum& after,
                                           Encoding encoding) {
  return StructureComparer(encoding).Compare(before, after);
}

bool IsReserved(const schema::ReservedIndex& reserved, int64_t number) {
  return reserved.Has(number);
}

bool IsReserved(const schema::ReservedIndex& reserved, std::string_view name) {
  return reserved.Has(name);
}

}  // namespace protowarden::compare
