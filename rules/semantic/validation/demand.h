// SPDX-License-Identifier: Apache-2.0
//
// Who demands that a field is set. Validation enforces it; annotations and comments document what
// the server enforces in code, so that a demand that moves from one to another is no change.
// Sources: https://google.aip.dev/203 (field_behavior and "Required." in comments),
// https://github.com/grpc-ecosystem/grpc-gateway/blob/main/protoc-gen-openapiv2/options/openapiv2.proto
#pragma once

#include <string>

#include "analyzer/engine/rule.h"
#include "rules/semantic/validation/constraint.h"

namespace protowarden::rules::semantic {

struct Demand {
  bool enforced = false;    // validation refuses the unset (or zero) value
  bool documented = false;  // google.api.field_behavior or OpenAPI's `required`
  Span span;                // of the option that says so
  std::string words;        // "(google.api.field_behavior) is REQUIRED"

  [[nodiscard]] bool any() const { return enforced || documented; }
};

// A member of a oneof is never demanded: another member may be set.
[[nodiscard]] Demand DemandOf(const schema::Field& field, const Constraint& constraint);

// The comment says without condition that the field must be set: "Required. The name ...".
[[nodiscard]] bool CommentDemands(const schema::Comments& comments);
// Every method that takes the message binds the field in its URL path, where it cannot be empty.
[[nodiscard]] bool IsBoundInEveryPath(const RuleContext& context, const schema::Field& before);

}  // namespace protowarden::rules::semantic
