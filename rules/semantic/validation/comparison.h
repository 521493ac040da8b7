// SPDX-License-Identifier: Apache-2.0
//
// The values that a field accepts before and after a change, compared.
#pragma once

#include <string>
#include <vector>

#include "rules/semantic/validation/constraint.h"
#include "rules/semantic/validation/relation.h"

namespace protowarden::rules::semantic {

// A value of a field.
struct Sample {
  Constraint::Shape shape = Constraint::Shape::kOther;
  Wide number = 0;
  std::string text;
  std::vector<Sample> parts;  // items, or keys and values in turn
};

struct ConstraintRelation : Relation<Sample> {
  // False when rules changed that are only known as texts: the verdict is a guess.
  bool certain = true;
};

// Of set values. The zero value is left to Constraint::unset_ok where one side has no presence.
// Samples obey the rules that are known; there is none where opaque rules could refuse it.
// Fields of unlike types are not compared: they are equal here.
[[nodiscard]] ConstraintRelation CompareConstraints(const Constraint& before,
                                                    const Constraint& after);

// "1..100", "at most 100 characters", "1..5 items, each at most 10 characters".
[[nodiscard]] std::string Describe(const Constraint& constraint);

// As protobuf's JSON; `shape` has the type. Empty when the text is too long to be shown.
[[nodiscard]] std::string AsJson(const Sample& sample, const Constraint& shape);

}  // namespace protowarden::rules::semantic
