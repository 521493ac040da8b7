// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/validation/old_clients.h"

#include "rules/semantic/direction.h"

namespace protowarden::rules::semantic {

std::optional<Confidence> OldClientsSend(const RuleContext& context,
                                         const compare::MessagePair& pair) {
  if (context.usage.before().InRequest(pair.before)) return Confidence::kHigh;
  // A method that is gone has no old clients in the new version, one that is new had none; of a
  // message that no method reaches on either side nothing is known.
  if (!DirectionOf(context, pair).Unreached()) return std::nullopt;
  const bool newly_embedded = context.usage.before().Referrers(pair.before).empty() &&
                              !context.usage.after().Referrers(pair.after).empty();
  if (newly_embedded) return std::nullopt;
  return Confidence::kMedium;
}

std::optional<Confidence> OldClientsSend(const RuleContext& context,
                                         const compare::FieldPair& pair) {
  if (pair.before.parent == nullptr || pair.after.parent == nullptr) return Confidence::kMedium;
  return OldClientsSend(context, compare::MessagePair{*pair.before.parent, *pair.after.parent});
}

}  // namespace protowarden::rules::semantic
