// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/direction.h"

namespace protowarden::rules::semantic {
namespace {

void Add(const schema::Usage& usage, const schema::Message* message, Direction& direction) {
  if (message == nullptr) return;
  direction.request = direction.request || usage.InRequest(*message);
  direction.response = direction.response || usage.InResponse(*message);
}

const schema::Message* HolderOf(const schema::Schema& schema, const schema::Field& field) {
  return field.IsExtension() ? schema.FindMessage(field.extendee) : field.parent;
}

}  // namespace

Direction DirectionOf(const RuleContext& context, const compare::MessagePair& pair) {
  Direction direction;
  Add(*context.usage_before, &pair.before, direction);
  Add(*context.usage_after, &pair.after, direction);
  return direction;
}

Direction DirectionOf(const RuleContext& context, const compare::FieldPair& pair) {
  Direction direction;
  Add(*context.usage_before, HolderOf(context.comparison.before(), pair.before), direction);
  Add(*context.usage_after, HolderOf(context.comparison.after(), pair.after), direction);
  return direction;
}

Direction DirectionOf(const RuleContext& context, const compare::EnumPair& pair) {
  Direction direction;
  for (const schema::Message* message : context.usage_before->Holders(pair.before)) {
    Add(*context.usage_before, message, direction);
  }
  for (const schema::Message* message : context.usage_after->Holders(pair.after)) {
    Add(*context.usage_after, message, direction);
  }
  return direction;
}

}  // namespace protowarden::rules::semantic
