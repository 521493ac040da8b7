// SPDX-License-Identifier: Apache-2.0
//
// Adds numbers and names to what a message or enum reserves. Internal to fix/.
#pragma once

#include <string>
#include <vector>

#include "analyzer/edit/edits.h"
#include "analyzer/schema/model.h"
#include "rules/fix/source_body.h"

namespace protowarden::rules::fix {

// What shall be reserved besides what is.
struct Reservation {
  std::vector<schema::NumberRange> numbers;
  std::vector<std::string> names;
  int64_t max = 0;  // the highest number, written `max`
};

// Merged into the existing statements, in the order of the numbers; else as the first statements.
// `reserved` are the ranges that the body has, with their places in `source`.
void Reserve(const Source& source, const Body& body,
             const std::vector<schema::NumberRange>& reserved, const Reservation& added,
             bool quote_names, std::vector<edit::Edit>& edits);

// "5", "5 to 9" or "5 to max".
[[nodiscard]] std::string NumberText(const schema::NumberRange& range, int64_t max);

}  // namespace protowarden::rules::fix
