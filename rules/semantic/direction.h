// SPDX-License-Identifier: Apache-2.0
//
// Which way a message travels. Accepting less breaks those who send it, returning more surprises
// those who receive it.
#pragma once

#include "analyzer/compare/comparison.h"
#include "analyzer/engine/rule.h"

namespace protowarden::rules::semantic {

// On both sides of the change together: a message that only the old version sends in requests has
// clients that still send it.
struct Direction {
  bool request = false;
  bool response = false;
  bool by_name = false;  // no RPC was read that reaches it, its name tells

  // No RPC that was read reaches the message: it may be stored, published or unused. Judged both
  // ways, with less confidence.
  [[nodiscard]] bool Unreached() const { return !request && !response; }
  [[nodiscard]] bool MaybeRequest() const { return request || Unreached(); }
  [[nodiscard]] bool MaybeResponse() const { return response || Unreached(); }
  // kHigh where RPCs tell the direction, kMedium where names do or both are possible.
  [[nodiscard]] Confidence Sureness() const {
    return Unreached() || by_name ? Confidence::kMedium : Confidence::kHigh;
  }
};

// For rules with `needs_usage`.
[[nodiscard]] Direction DirectionOf(const RuleContext& context, const compare::MessagePair& pair);
// Of the message that holds the field; an extension travels with what it extends.
[[nodiscard]] Direction DirectionOf(const RuleContext& context, const compare::FieldPair& pair);
// Of the messages that hold a field of this enum type.
[[nodiscard]] Direction DirectionOf(const RuleContext& context, const compare::EnumPair& pair);

}  // namespace protowarden::rules::semantic
