// SPDX-License-Identifier: Apache-2.0
//
// Every rule about what a reader can tell apart: set, unset and default. The binary encoding stays
// readable in all of them, so the wire rules are silent.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "rules/semantic/direction.h"
#include "rules/semantic/families.h"

namespace protowarden::rules::semantic {
namespace {

using compare::FieldPair;
using compare::MessagePair;
using schema::Field;

// Where it is the field's own choice: not in a oneof, a message, a list or a required field.
bool ChoosesPresence(const Field& field) {
  return field.kind != schema::Kind::kMessage && field.kind != schema::Kind::kGroup &&
         field.kind != schema::Kind::kUnresolved && field.label != schema::Label::kRepeated &&
         field.oneof == nullptr && !field.IsRequired() && !field.IsExtension() &&
         !field.parent->is_map_entry;
}

// Under another name the number may belong to another field.
bool Comparable(const FieldPair& pair) {
  return pair.before.name == pair.after.name && ChoosesPresence(pair.before) &&
         ChoosesPresence(pair.after);
}

Reporter::Draft Draft(const FieldPair& pair) {
  return {.element = pair.after.FullName(),
          .at = At(pair.after.file, pair.after.span),
          .against = At(pair.before.file, pair.before.span)};
}

void CheckLost(const RuleContext& /*context*/, const FieldPair& pair, Reporter& reporter) {
  if (!Comparable(pair) || !pair.before.HasPresence() || pair.after.HasPresence()) return;
  Reporter::Draft draft = Draft(pair);
  draft.description = fmt::format("Field `{}` of message `{}` lost its presence.", pair.after.name,
                                  pair.after.parent->name);
  reporter.Add(std::move(draft));
}

void CheckGained(const RuleContext& /*context*/, const FieldPair& pair, Reporter& reporter) {
  if (!Comparable(pair) || pair.before.HasPresence() || !pair.after.HasPresence()) return;
  Reporter::Draft draft = Draft(pair);
  draft.description = fmt::format("Field `{}` of message `{}` has presence now.", pair.after.name,
                                  pair.after.parent->name);
  draft.harmless = true;
  reporter.Add(std::move(draft));
}

void CheckOneofMember(const RuleContext& context, const MessagePair& pair, Reporter& reporter) {
  for (const Field& field : pair.after.fields) {
    if (field.oneof == nullptr || pair.before.FindField(field.number) != nullptr) continue;
    const bool known = std::any_of(pair.before.oneofs.begin(), pair.before.oneofs.end(),
                                   [&](const schema::Oneof& oneof) {
                                     return !oneof.synthetic && oneof.name == field.oneof->name;
                                   });
    if (!known || !DirectionOf(context, pair).response) continue;
    reporter.Add({.element = field.FullName(),
                  .at = At(field.file, field.span),
                  .against = At(pair.before.file, pair.before.span),
                  .description = fmt::format(
                      "Responses may set the new member `{}` of oneof `{}` in message `{}`, which "
                      "old clients do not know.",
                      field.name, field.oneof->name, pair.after.name),
                  .harmless = true});
  }
}

constexpr CategorySet kCategories = category::kSemantic | category::kPresence;
constexpr std::string_view kPresenceGuide =
    "https://protobuf.dev/programming-guides/field_presence/";

constexpr std::array<Rule, 3> kRules = {{
    {.id = "FIELD_PRESENCE_LOST",
     .categories = kCategories,
     .severity = Severity::kMedium,
     .title = "Fields keep their presence",
     .impact = "The default value is no longer sent, so that a zero, false or empty text that was "
               "set on purpose looks like an absent value: old readers take it for unset, and in "
               "a partial update it no longer changes anything. Generated code loses its `has` "
               "accessor.",
     .remedy = "Keep `optional` (in editions, `features.field_presence = EXPLICIT`).",
     .source = kPresenceGuide,
     .check = CheckLost,
     .buf_rule = false},
    {.id = "FIELD_PRESENCE_GAINED",
     .categories = kCategories,
     .severity = Severity::kLow,
     .title = "Presence that a field gains is worth knowing to those who read it",
     .impact = "Old writers never send the default value: new readers see their zero, false or "
               "empty text as unset. Code that uses the field may need a change in languages "
               "where optional fields have another type.",
     .remedy = "Treat an unset field as its default value as long as old writers exist.",
     .source = kPresenceGuide,
     .check = CheckGained,
     .buf_rule = false},
    {.id = "ONEOF_MEMBER_NEW_IN_RESPONSE",
     .categories = kCategories,
     .severity = Severity::kLow,
     .title = "Clients are prepared for new members of a oneof that responses hold",
     .impact = "Old clients see a oneof in which nothing is set. Code that expects one of the "
               "members that it knows needs a branch for that.",
     .remedy = "Tell clients to expect an unset oneof, and return the new member only to those "
               "who asked for what it describes.",
     .source = "https://protobuf.dev/programming-guides/proto3/#backward",
     .check = CheckOneofMember,
     .buf_rule = false,
     .needs_usage = true},
}};

}  // namespace

std::span<const Rule> PresenceRules() { return kRules; }

}  // namespace protowarden::rules::semantic
