// SPDX-License-Identifier: Apache-2.0
//
// Rules about names that keep their meaning while their numbers change: the wire knows numbers
// only.
#include <fmt/format.h>

#include <array>
#include <unordered_map>

#include "rules/semantic/behaviour/families.h"

namespace protowarden::rules::semantic {
namespace {

using compare::EnumPair;
using compare::MessagePair;
using schema::EnumValue;
using schema::Field;

bool SameType(const Field& before, const Field& after) {
  return before.kind == after.kind && before.type_name == after.type_name;
}

void CheckFieldNumber(const RuleContext& /*context*/, const MessagePair& pair, Reporter& reporter) {
  for (const Field& before : pair.before.fields) {
    const Field* same_number = pair.after.FindField(before.number);
    if (same_number != nullptr && same_number->name == before.name) continue;
    const Field* after = pair.after.FindFieldByName(before.name);
    if (after == nullptr || !SameType(before, *after)) continue;
    Reporter::Draft draft{
        .element = after->FullName(),
        .at = At(after->file, after->number_span),
        .against = At(before.file, before.number_span),
        .description = fmt::format("Field `{}` of message `{}` changed its number from {} to {}.",
                                   before.name, pair.after.name, before.number, after->number),
        .arguments = {std::to_string(before.number), std::to_string(after->number)},
        .recommendation = fmt::format("Give `{}` its number {} back.", before.name, before.number)};
    if (same_number != nullptr) {
      draft.notes.push_back(
          fmt::format("Number {} belongs to `{}` now: what one side writes as `{}` the other "
                      "reads as `{}`.",
                      before.number, same_number->name, before.name, same_number->name));
    }
    reporter.Add(std::move(draft));
  }
}

void CheckEnumNumber(const RuleContext& /*context*/, const EnumPair& pair, Reporter& reporter) {
  std::unordered_map<std::string_view, const EnumValue*> now;
  for (const EnumValue& value : pair.after.values) now.emplace(value.name, &value);
  for (const EnumValue& before : pair.before.values) {
    const auto found = now.find(before.name);
    if (found == now.end() || found->second->number == before.number) continue;
    const EnumValue& after = *found->second;
    reporter.Add(
        {.element = pair.after.full_name + "." + after.name,
         .at = At(pair.after.file, after.number_span),
         .against = At(pair.before.file, before.number_span),
         .description = fmt::format("Value {} of enum `{}` changed its number from {} to {}.",
                                    after.name, pair.after.name, before.number, after.number),
         .arguments = {std::to_string(before.number), std::to_string(after.number)},
         .recommendation = fmt::format("Give {} its number {} back.", after.name, before.number)});
  }
}

constexpr std::array<Rule, 2> kRules = {{
    {.id = "FIELD_NUMBER_CHANGED",
     .categories = kBehaviourCategories,
     .severity = Severity::kCritical,
     .title = "Fields keep their number",
     .impact = "The binary encoding knows fields by number: values that the other side or stored "
               "data hold under the old number are not found, or are read as another field. "
               "Nobody gets an error.",
     .remedy = "Give the field its old number back. New fields take new numbers.",
     .source = "https://protobuf.dev/programming-guides/proto3/#assigning",
     .check = CheckFieldNumber,
     .buf_rule = false},
    {.id = "ENUM_VALUE_NUMBER_CHANGED",
     .categories = kBehaviourCategories,
     .severity = Severity::kCritical,
     .title = "Enum values keep their number",
     .impact = "The binary encoding knows values by number: what the other side or stored data "
               "hold under the old number is read as another value or as an unknown one. Nobody "
               "gets an error.",
     .remedy = "Give the value its old number back. New values take new numbers.",
     .source = "https://protobuf.dev/programming-guides/enum/",
     .check = CheckEnumNumber,
     .buf_rule = false},
}};

}  // namespace

std::span<const Rule> NumberRules() { return kRules; }

}  // namespace protowarden::rules::semantic
