// SPDX-License-Identifier: Apache-2.0
//
// The documented changes of every element of a comparison, computed once for all rules.
#pragma once

#include <string>
#include <vector>

#include "analyzer/engine/rule.h"
#include "rules/semantic/direction.h"
#include "rules/semantic/documented/compare.h"

namespace protowarden::rules::semantic::documented {

struct ElementChange {
  std::string element;
  std::string shown;  // `Field "title" of message "Task"`
  Location at;        // of the new statement, else of the element
  Location against;
  // Both ways for what does not travel.
  Direction direction;
  Change change;
};

// In order of the comparison. Elements that were renamed or got another type are left out: they are
// reported for that, and their comments describe something else.
[[nodiscard]] const std::vector<ElementChange>& ElementChanges(const RuleContext& context);

}  // namespace protowarden::rules::semantic::documented
