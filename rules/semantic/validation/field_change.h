// SPDX-License-Identifier: Apache-2.0
//
// What a change does to the validation of one field; the same for every rule of the family.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analyzer/engine/rule.h"
#include "rules/semantic/validation/comparison.h"
#include "rules/semantic/validation/demand.h"

namespace protowarden::rules::semantic {

struct FieldChange {
  Constraint before;
  Constraint after;
  ConstraintRelation values;
  bool had_values_rules = false;  // some value was refused before
  Demand demand_before;
  Demand demand_after;

  // The field must be set from now on, and nobody said so before the change.
  [[nodiscard]] bool MadeRequired() const { return demand_after.any() && !demand_before.any(); }
  // Nothing but rules about values demands it: their finding says so, too.
  [[nodiscard]] bool DemandIsOfValues() const {
    return !demand_after.documented && !after.required && values.verdict() != Verdict::kEqual &&
           values.verdict() != Verdict::kLoosened;
  }
};

// nullopt where neither side has rules or demands.
[[nodiscard]] std::optional<FieldChange> ChangeOf(const RuleContext& context,
                                                  const compare::FieldPair& pair);

// Where the rules of the field stand, or else the field.
[[nodiscard]] Location RulesLocation(const schema::Field& field);

// `Accepted before, rejected now: {"title": ""}`, or nothing when there is no such value at hand.
[[nodiscard]] std::vector<std::string> LostNotes(const schema::Field& field,
                                                 const FieldChange& change);
// The same for a message that leaves the field out.
[[nodiscard]] std::string UnsetNote(const schema::Field& field);

}  // namespace protowarden::rules::semantic
