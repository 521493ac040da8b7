// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/validation/field_change.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/base/text.h"

namespace protowarden::rules::semantic {
namespace {

using schema::Field;

// Most fields have no option that matters here.
bool HasNothingToCompare(const Field& field) {
  return field.options.empty() && (field.parent == nullptr || field.parent->options.empty());
}

bool HasRules(const compare::FieldPair& pair) {
  return RulesOption(pair.before) != nullptr || RulesOption(pair.after) != nullptr;
}

FieldChange Read(const RuleContext& context, const compare::FieldPair& pair) {
  FieldChange change;
  change.before = ReadConstraint(pair.before, context.comparison.before());
  change.after = ReadConstraint(pair.after, context.comparison.after());
  change.demand_before = DemandOf(pair.before, change.before);
  change.demand_after = DemandOf(pair.after, change.after);
  return change;
}

bool HasSameSets(const Constraint& a, const Constraint& b) {
  return a.numbers == b.numbers && a.from_now == b.from_now && a.sizes == b.sizes &&
         a.paths == b.paths && a.texts.IsAny() == b.texts.IsAny() && a.unique == b.unique &&
         a.opaque == b.opaque &&
         std::equal(a.parts.begin(), a.parts.end(), b.parts.begin(), b.parts.end(), HasSameSets);
}

}  // namespace

std::optional<FieldChange> ValueChangeOf(const RuleContext& context,
                                         const compare::FieldPair& pair) {
  if (!HasRules(pair)) return std::nullopt;
  FieldChange change = Read(context, pair);
  change.values = CompareConstraints(change.before, change.after);
  return change;
}

bool HadValueRules(const RuleContext& context, const compare::FieldPair& pair) {
  return !HasSameSets(ReadConstraint(pair.before, context.comparison.before()),
                      Unconstrained(pair.before));
}

std::optional<FieldChange> DemandChangeOf(const RuleContext& context,
                                          const compare::FieldPair& pair) {
  if (HasNothingToCompare(pair.before) && HasNothingToCompare(pair.after)) return std::nullopt;
  FieldChange change = Read(context, pair);
  if (!change.MadeRequired() && !change.MadeOptional()) return std::nullopt;
  change.values = CompareConstraints(change.before, change.after);
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
  return {fmt::format("Accepted before, rejected now: {{{}: {}}}", Quote(field.json_name), value)};
}

std::string UnsetNote(const Field& field) {
  return fmt::format("Accepted before, rejected now: {{}}, without {}.", Quote(field.json_name));
}

}  // namespace protowarden::rules::semantic
