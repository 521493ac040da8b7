// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/direction.h"

#include "rules/semantic/error_details.h"

namespace protowarden::rules::semantic {
namespace {

void Add(const schema::Usage& usage, const schema::Message* message, Direction& direction) {
  if (message == nullptr) return;
  direction.request = direction.request || usage.InRequest(*message);
  direction.response = direction.response || usage.InResponse(*message);
}

// What no RPC reaches may be an error detail; both versions must read as one.
template <typename T>
Direction WithErrorDetails(const RuleContext& context, const T* before, const T* after,
                           Direction direction) {
  if (direction.Unreached() && before != nullptr && after != nullptr &&
      IsErrorDetail(context.usage.before(), *before) &&
      IsErrorDetail(context.usage.after(), *after)) {
    direction.response = direction.by_name = true;
  }
  return direction;
}

Direction OfMessages(const RuleContext& context, const schema::Message* before,
                     const schema::Message* after) {
  Direction direction;
  Add(context.usage.before(), before, direction);
  Add(context.usage.after(), after, direction);
  return WithErrorDetails(context, before, after, direction);
}

const schema::Message* HolderOf(const schema::Schema& schema, const schema::Field& field) {
  return field.IsExtension() ? schema.FindMessage(field.extendee) : field.parent;
}

}  // namespace

Direction DirectionOf(const RuleContext& context, const compare::MessagePair& pair) {
  return OfMessages(context, &pair.before, &pair.after);
}

Direction DirectionOf(const RuleContext& context, const compare::FieldPair& pair) {
  return OfMessages(context, HolderOf(context.comparison.before(), pair.before),
                    HolderOf(context.comparison.after(), pair.after));
}

Direction DirectionOf(const RuleContext& context, const compare::EnumPair& pair) {
  Direction direction;
  for (const schema::Message* message : context.usage.before().Holders(pair.before)) {
    Add(context.usage.before(), message, direction);
  }
  for (const schema::Message* message : context.usage.after().Holders(pair.after)) {
    Add(context.usage.after(), message, direction);
  }
  return WithErrorDetails(context, &pair.before, &pair.after, direction);
}

}  // namespace protowarden::rules::semantic
