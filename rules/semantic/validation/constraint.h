// SPDX-License-Identifier: Apache-2.0
//
// What validation rules say about one field, whichever library they are written for: the set of
// values that pass, and whether it may be left out. Facts about the libraries:
//   protovalidate: rules of fields with presence are skipped when the field is unset; fields
//     without presence are always validated, so that the zero value must pass; `required` refuses
//     the unset or zero value; IGNORE_IF_ZERO_VALUE lets zero pass, IGNORE_ALWAYS lets all pass.
//     https://protovalidate.com/reference/enums
//   protoc-gen-validate: the same, with ignore_empty for IGNORE_IF_ZERO_VALUE; `required` exists
//     for messages only. https://github.com/bufbuild/protoc-gen-validate#constraint-rules
// NaN passes no range, as protovalidate has it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analyzer/schema/schema.h"
#include "rules/semantic/validation/number_domain.h"
#include "rules/semantic/validation/number_set.h"
#include "rules/semantic/validation/path_set.h"
#include "rules/semantic/validation/text_set.h"

namespace protowarden::rules::semantic {

struct Constraint {
  enum class Shape : uint8_t { kOther, kNumber, kText, kList, kMap };

  Shape shape = Shape::kOther;
  // Without presence the zero value and the unset field are the same; it is judged by `unset_ok`
  // and not by the sets.
  bool has_presence = true;
  bool unset_ok = true;
  bool required = false;  // said by a rule of that name

  NumberDomain domain;  // kNumber
  NumberSet numbers;
  NumberSet from_now;  // timestamps: the distance to the present time, in nanoseconds
  TextSet texts;       // kText; of an Any its type URL
  bool is_any = false;
  PathSet paths;    // of a field mask
  NumberSet sizes;  // kList and kMap
  bool unique = false;
  std::vector<Constraint> parts;  // kList: the item; kMap: key and value
  // Rules that are judged by their text: CEL expressions, predefined rules and unknown ones. A
  // value must satisfy each. Sorted.
  std::vector<std::string> opaque;
  bool skips_nested = false;  // the rules inside of the message do not count
};

// The constraint of a field without rules.
[[nodiscard]] Constraint Unconstrained(const schema::Field& field);
// The rules of both libraries together. `schema` has the definitions of predefined rules.
[[nodiscard]] Constraint ReadConstraint(const schema::Field& field, const schema::Schema& schema);

// The option that holds the field's rules, for its position; nullptr without rules.
[[nodiscard]] const schema::Option* RulesOption(const schema::Field& field);
// True when options of the message switch its rules off.
[[nodiscard]] bool IsValidationDisabled(const schema::Message& message);

}  // namespace protowarden::rules::semantic
