// SPDX-License-Identifier: Apache-2.0
//
// Whether a comment already says what a validation rule demands: then the rule only catches up.
#pragma once

#include "analyzer/schema/model.h"
#include "rules/semantic/validation/constraint.h"

namespace protowarden::rules::semantic {

// True when the comment speaks of a limit or a format and names every number, text and format of
// the constraint: "At most 100 characters." for a length of up to 100. Rules that are only known as
// texts are never stated.
[[nodiscard]] bool CommentStates(const schema::Comments& comments, const Constraint& constraint);

}  // namespace protowarden::rules::semantic
