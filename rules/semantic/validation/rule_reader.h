// SPDX-License-Identifier: Apache-2.0
//
// Reads the rules for one type of value (StringRules, Int32Rules, EnumRules, ...) into a
// constraint. The names are the same in both libraries.
#pragma once

#include "analyzer/schema/schema.h"
#include "rules/semantic/validation/constraint.h"

namespace protowarden::rules::semantic {

struct RuleSource {
  const schema::Schema& schema;
  const schema::Field& field;
};

// Narrows `constraint` by a FieldRules message: of a field, of list items, of keys or values.
// Returns whether an empty value is let through whatever the rules say.
struct FieldRulesRead {
  bool ignore_zero = false;     // of a field without presence: the zero value passes
  bool ignore_default = false;  // with presence, too
};
FieldRulesRead ReadFieldRules(const schema::Option& rules, const RuleSource& source,
                              Constraint& constraint);

// The zero value passes the rules that were read.
[[nodiscard]] bool AcceptsZero(const Constraint& constraint);
// Lets the zero value pass.
void AddZero(Constraint& constraint);

}  // namespace protowarden::rules::semantic
