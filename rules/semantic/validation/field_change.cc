// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/validation/field_change.h"

#include <fmt/format.h>

#include "analyzer/base/text.h"

namespace protowarden::rules::semantic {
namespace {

using schema::Field;

// Most fields have no option that matters here.
bool HasNothingToCompare(const Field& field) {
  return field.options.empty() && (field.parent == nullptr || field.parent->options.empty());
}

std::string Payload(const Field& field, const std::string& value) {
  const std::string name = field.json_name.empty() ? field.name : field.json_name;
  const bool is_any = field.type_name == "google.protobuf.Any";
  return fmt::format("{{\"{}\": {}}}", name, is_any ? "{\"@type\": " + value + "}" : value);
}

}  // namespace

std::optional<FieldChange> ChangeOf(const RuleContext& context, const compare::FieldPair& pair) {
  if (HasNothingToCompare(pair.before) && HasNothingToCompare(pair.after)) return std::nullopt;
  FieldChange change;
  change.before = ReadConstraint(pair.before, context.comparison.before());
  change.after = ReadConstraint(pair.after, context.comparison.after());
  change.demand_before = DemandOf(pair.before, change.before);
  change.demand_after = DemandOf(pair.after, change.after);
  const bool has_rules = RulesOption(pair.before) != nullptr || RulesOption(pair.after) != nullptr;
  if (!has_rules && !change.demand_before.any() && !change.demand_after.any()) return std::nullopt;
  change.values.narrower = true;
  change.values.wider = true;
  if (has_rules) change.values = CompareConstraints(change.before, change.after);
  if (change.values.verdict() != Verdict::kEqual) {
    change.had_values_rules =
        CompareConstraints(Unconstrained(pair.before), change.before).verdict() != Verdict::kEqual;
  }
  return change;
}

Location RulesLocation(const Field& field) {
  const schema::Option* rules = RulesOption(field);
  return At(field.file, FirstKnown({rules == nullptr ? Span{} : rules->span, field.span}));
}

std::vector<std::string> LostNotes(const Field& field, const FieldChange& change) {
  if (!change.values.lost.has_value()) return {};
  const std::string value = AsJson(*change.values.lost, change.before);
  if (value.empty()) return {};
  return {"Accepted before, rejected now: " + Payload(field, value)};
}

std::string UnsetNote(const Field& field) {
  return fmt::format("Accepted before, rejected now: {{}}, without {}.", Quote(field.json_name));
}

}  // namespace protowarden::rules::semantic
