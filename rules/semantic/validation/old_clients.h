// SPDX-License-Identifier: Apache-2.0
//
// Whether clients that were written before the change send a message.
#pragma once

#include <optional>

#include "analyzer/engine/rule.h"

namespace protowarden::rules::semantic {

// How surely old clients send the message; nullopt when they do not: only responses carry it, or
// only a field or method that is new itself leads to it.
[[nodiscard]] std::optional<Confidence> OldClientsSend(const RuleContext& context,
                                                       const compare::MessagePair& pair);
// The same for the message that holds the field.
[[nodiscard]] std::optional<Confidence> OldClientsSend(const RuleContext& context,
                                                       const compare::FieldPair& pair);

}  // namespace protowarden::rules::semantic
