// SPDX-License-Identifier: Apache-2.0
//
// What the old schema said without words: a comment that only catches up with an annotation changes
// no contract.
#pragma once

#include "analyzer/engine/rule.h"
#include "rules/semantic/documented/compare.h"

namespace protowarden::rules::semantic::documented {

// True when the name or annotations of the old field, or the resource names and HTTP paths of the
// old schema, state what the new comment says.
[[nodiscard]] bool StatedByStructure(const RuleContext& context, const schema::Field& before,
                                     const Change& change);

}  // namespace protowarden::rules::semantic::documented
