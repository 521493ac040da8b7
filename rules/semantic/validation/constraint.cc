// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/validation/constraint.h"

#include <algorithm>
#include <array>
#include <limits>

#include "rules/option_text.h"
#include "rules/semantic/validation/rule_reader.h"

namespace protowarden::rules::semantic {
namespace {

using schema::Field;
using schema::Kind;
using schema::Option;
using Shape = Constraint::Shape;

constexpr std::string_view kPgvRules = "validate.rules";
constexpr std::string_view kProtovalidateRules = "buf.validate.field";
// A longer list is not looked through for every field.
constexpr size_t kMaxOneofFields = 500;

void SetNumber(const NumberDomain& domain, Constraint& constraint) {
  constraint.shape = Shape::kNumber;
  constraint.domain = domain;
  constraint.numbers = domain.All();
  const Wide far = domain.high - domain.low;
  constraint.from_now = NumberSet::Range(-far, far);
}

// One value of the field's type, whatever its label.
Constraint UnconstrainedValue(const Field& field) {
  Constraint constraint;
  const bool is_message =
      field.kind == Kind::kMessage || field.kind == Kind::kGroup || field.kind == Kind::kUnresolved;
  const std::string_view type = field.type_name;
  const auto domain = is_message ? DomainOfMessage(type) : DomainOf(field.kind);
  if (domain.has_value()) {
    SetNumber(*domain, constraint);
    const bool closed = domain->type == NumberType::kEnum && field.enum_type != nullptr &&
                        field.enum_type->IsClosed();
    // Numbers that a closed enum does not define never reach the field.
    if (closed) {
      std::vector<Wide> numbers;
      for (const schema::EnumValue& value : field.enum_type->values)
        numbers.push_back(value.number);
      constraint.numbers = NumberSet::Points(numbers);
    }
  } else if (field.kind == Kind::kString || field.kind == Kind::kBytes ||
             type == "google.protobuf.StringValue" || type == "google.protobuf.BytesValue" ||
             type == "google.protobuf.Any") {
    constraint.shape = Shape::kText;
    constraint.is_any = type == "google.protobuf.Any";
    constraint.texts.is_bytes = field.kind == Kind::kBytes || type == "google.protobuf.BytesValue";
  }
  return constraint;
}

Constraint MapOf(const Field& field) {
  Constraint map;
  map.shape = Shape::kMap;
  for (const Field& part : field.message_type->fields) {
    map.parts.push_back(UnconstrainedValue(part));
  }
  map.parts.resize(2);
  return map;
}

// Both libraries' rules hold.
Constraint Both(const Constraint& a, const Constraint& b) {
  Constraint both = a;
  both.unset_ok = a.unset_ok && b.unset_ok;
  both.required = a.required || b.required;
  both.numbers = a.numbers.Intersect(b.numbers);
  both.from_now = a.from_now.Intersect(b.from_now);
  both.texts = a.texts.Intersect(b.texts);
  both.paths = a.paths.Intersect(b.paths);
  both.sizes = a.sizes.Intersect(b.sizes);
  both.unique = a.unique || b.unique;
  for (size_t i = 0; i < both.parts.size(); ++i) both.parts[i] = Both(a.parts[i], b.parts[i]);
  both.opaque.insert(both.opaque.end(), b.opaque.begin(), b.opaque.end());
  both.skips_nested = a.skips_nested || b.skips_nested;
  return both;
}

// Fields of a oneof rule of the message are only validated when they are set, unless they say
// otherwise themselves. Source: MessageRules.oneof in protovalidate's validate.proto.
bool IsInOneofRule(const Field& field) {
  if (field.parent == nullptr || field.parent->options.empty()) return false;
  const Option* oneofs = field.parent->options.Find({"buf.validate.message", "oneof"});
  const auto lists = [&](const Option& oneof) {
    const std::vector<std::string_view> names = ScalarsOf(oneof.Child("fields"));
    return names.size() <= kMaxOneofFields &&
           std::find(names.begin(), names.end(), field.name) != names.end();
  };
  const auto items = schema::ItemsOf(oneofs);
  return std::any_of(items.begin(), items.end(), lists);
}

Constraint ReadLibrary(const Option& rules, const RuleSource& source) {
  Constraint constraint = Unconstrained(source.field);
  FieldRulesRead read = ReadFieldRules(rules, source, constraint);
  if (rules.name == kProtovalidateRules && rules.Child("ignore") == nullptr) {
    read.ignore_zero = read.ignore_zero || IsInOneofRule(source.field);
  }
  if (constraint.has_presence) {
    constraint.unset_ok = !constraint.required;
    if (read.ignore_default) AddZero(constraint);
  } else {
    constraint.unset_ok = !constraint.required &&
                          (read.ignore_zero || read.ignore_default || AcceptsZero(constraint));
  }
  return constraint;
}

}  // namespace

Constraint Unconstrained(const Field& field) {
  Constraint constraint;
  if (field.IsMap() && field.message_type != nullptr) {
    constraint = MapOf(field);
  } else if (field.label == schema::Label::kRepeated) {
    constraint.shape = Shape::kList;
    constraint.parts.push_back(UnconstrainedValue(field));
  } else {
    constraint = UnconstrainedValue(field);
  }
  constraint.sizes = NumberSet::Range(0, std::numeric_limits<uint64_t>::max());
  constraint.has_presence = field.HasPresence();
  return constraint;
}

Constraint ReadConstraint(const Field& field, const schema::Schema& schema) {
  Constraint constraint = Unconstrained(field);
  if (field.options.empty()) return constraint;
  if (field.parent != nullptr && IsValidationDisabled(*field.parent)) return constraint;
  for (const Option& option : field.options.nodes()) {
    const bool is_rules = option.name == kPgvRules || option.name == kProtovalidateRules;
    if (is_rules && option.is_extension) {
      constraint = Both(constraint, ReadLibrary(option, {schema, field}));
    }
  }
  std::sort(constraint.opaque.begin(), constraint.opaque.end());
  constraint.opaque.erase(std::unique(constraint.opaque.begin(), constraint.opaque.end()),
                          constraint.opaque.end());
  return constraint;
}

const Option* RulesOption(const Field& field) {
  for (const Option& option : field.options.nodes()) {
    if (option.name == kPgvRules || option.name == kProtovalidateRules) return &option;
  }
  return nullptr;
}

bool IsValidationDisabled(const schema::Message& message) {
  if (message.options.empty()) return false;
  return message.options.GetBool("validate.disabled", false) ||
         message.options.GetBool("validate.ignored", false) || [&] {
           const Option* off = message.options.Find({"buf.validate.message", "disabled"});
           return off != nullptr && off->text == "true";
         }();
}

}  // namespace protowarden::rules::semantic
