// SPDX-License-Identifier: Apache-2.0
//
// Rules about enum values that readers meet for the first time.
#include <fmt/format.h>

#include <array>
#include <unordered_set>

#include "rules/semantic/behaviour/families.h"
#include "rules/semantic/direction.h"

namespace protowarden::rules::semantic {
namespace {

using compare::EnumPair;
using schema::EnumValue;

void CheckAdded(const RuleContext& context, const EnumPair& pair, Reporter& reporter) {
  std::unordered_set<int32_t> known;
  for (const EnumValue& value : pair.before.values) known.insert(value.number);
  std::vector<const EnumValue*> added;
  for (const EnumValue& value : pair.after.values) {
    if (known.insert(value.number).second) added.push_back(&value);
  }
  if (added.empty() || !DirectionOf(context, pair).response) return;
  const bool closed = pair.before.IsClosed();
  for (const EnumValue* value : added) {
    Reporter::Draft draft{
        .element = pair.after.full_name + "." + value->name,
        .at = At(pair.after.file, value->span),
        .against = {},
        .description = fmt::format(
            "Responses may hold the new value {} = {} of enum `{}`, which old clients do not know.",
            value->name, value->number, pair.after.name),
        .arguments = {std::to_string(value->number)},
        .harmless = !closed};
    if (closed) {
      draft.severity = Severity::kMedium;
      draft.impact =
          "The enum is closed: old clients put the unknown number aside, so that the field looks "
          "unset and an element of a list is missing. Nobody gets an error.";
    }
    reporter.Add(std::move(draft));
  }
}

constexpr std::array<Rule, 1> kRules = {{
    {.id = "ENUM_VALUE_NEW_IN_RESPONSE",
     .categories = kBehaviourCategories,
     .severity = Severity::kLow,
     .title = "Clients are prepared for new values of an enum that responses return",
     .impact = "Old clients see a bare number. Code that switches over all values needs a branch "
               "for those it does not know, and strict JSON parsers refuse the new name.",
     .remedy = "Tell clients to expect unknown values, and return the new value only to those who "
               "asked for what it describes. In a closed enum, add a new field for it.",
     .source = "https://protobuf.dev/programming-guides/enum/",
     .check = CheckAdded,
     .buf_rule = false,
     .needs_usage = true},
}};

}  // namespace

std::span<const Rule> EnumBehaviourRules() { return kRules; }

}  // namespace protowarden::rules::semantic
