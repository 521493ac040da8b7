// SPDX-License-Identifier: Apache-2.0
//
// Rules about the values that a field accepts.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "rules/semantic/direction.h"
#include "rules/semantic/field_behavior.h"
#include "rules/semantic/validation/families.h"
#include "rules/semantic/validation/field_change.h"
#include "rules/semantic/validation/old_clients.h"
#include "rules/semantic/validation/stated_limits.h"
#include "rules/wire/describe.h"

namespace protowarden::rules::semantic {
namespace {

using namespace category;  // NOLINT(google-build-using-namespace): bit names in rows
using compare::FieldPair;

// Which changes a rule is about.
enum class Kind : uint8_t { kAdded, kTightened, kReplaced };

bool IsOf(Kind kind, Verdict verdict) {
  if (kind == Kind::kTightened) return verdict == Verdict::kTightened;
  if (kind == Kind::kReplaced) return verdict == Verdict::kReplaced;
  return verdict == Verdict::kTightened || verdict == Verdict::kReplaced;
}

// The comparison comes last: it costs most.
template <Kind kKind>
void CheckNarrowed(const RuleContext& context, const FieldPair& pair, Reporter& reporter) {
  if (RulesOption(pair.after) == nullptr && RulesOption(pair.before) == nullptr) return;
  if (HadValueRules(context, pair) == (kKind == Kind::kAdded) ||
      HasBehavior(pair.after, "OUTPUT_ONLY"))
    return;
  const std::optional<Confidence> sent = OldClientsSend(context, pair);
  if (!sent.has_value()) return;
  const std::optional<FieldChange> change = ValueChangeOf(context, pair);
  if (!change.has_value() || !IsOf(kKind, change->values.verdict())) return;
  if (CommentStates(pair.before.comments, change->after)) return;
  std::vector<std::string> notes = LostNotes(pair.after, *change);
  if (change->MadeRequired()) notes.push_back(UnsetNote(pair.after));
  reporter.Add(
      {.element = pair.after.FullName(),
       .at = RulesLocation(pair.after),
       .against = RulesLocation(pair.before),
       .description = fmt::format("{} accepted {}; it accepts {} now.", DescribeField(pair.after),
                                  Describe(change->before), Describe(change->after)),
       .arguments = {Describe(change->before), Describe(change->after)},
       .notes = std::move(notes),
       .confidence = change->values.certain ? *sent : std::min(*sent, Confidence::kMedium)});
}

void CheckLoosened(const RuleContext& context, const FieldPair& pair, Reporter& reporter) {
  const std::optional<FieldChange> change = ValueChangeOf(context, pair);
  if (!change.has_value() || change->values.verdict() != Verdict::kLoosened) return;
  const Direction direction = DirectionOf(context, pair);
  reporter.Add(
      {.element = pair.after.FullName(),
       .at = RulesLocation(pair.after),
       .against = RulesLocation(pair.before),
       .description = fmt::format("{} accepted {}; it accepts {} now.", DescribeField(pair.after),
                                  Describe(change->before), Describe(change->after)),
       .arguments = {Describe(change->before), Describe(change->after)},
       .severity = direction.MaybeResponse() ? Severity::kLow : Severity::kNone,
       .harmless = !direction.response,
       .confidence = direction.Sureness()});
}

constexpr std::string_view kRejected =
    "Clients that send a value which was accepted so far get an error (INVALID_ARGUMENT) from the "
    "validating server, though every byte of the message is still understood.";
constexpr std::string_view kKeep =
    "Accept the old values for as long as clients send them. To narrow a field, announce it, watch "
    "which clients would be refused, and change the rule in a new major version.";
constexpr std::string_view kStandardRules = "https://protovalidate.com/schemas/standard-rules/";

constexpr std::array<Rule, 4> kRules = {{
    {.id = "FIELD_VALIDATION_ADDED",
     .categories = kSemantic | kValidation,
     .severity = Severity::kHigh,
     .title = "Fields without validation stay without it",
     .impact = kRejected,
     .remedy = kKeep,
     .source = kStandardRules,
     .check = CheckNarrowed<Kind::kAdded>,
     .buf_rule = false,
     .needs_usage = true},
    {.id = "FIELD_VALIDATION_LOOSENED",
     .categories = kSemantic | kValidation,
     .severity = Severity::kLow,
     .title = "Fields do not accept more values than before",
     .impact = "Readers of responses and of stored data meet values that the old rules ruled out, "
               "and may not be prepared for them. Writers are not affected.",
     .remedy = "Tell the readers before the first new value is written.",
     .source = kStandardRules,
     .check = CheckLoosened,
     .buf_rule = false,
     .needs_usage = true},
    {.id = "FIELD_VALIDATION_REPLACED",
     .categories = kSemantic | kValidation,
     .severity = Severity::kHigh,
     .title = "Validation rules of a field are not replaced by others",
     .impact = kRejected,
     .remedy = kKeep,
     .source = kStandardRules,
     .check = CheckNarrowed<Kind::kReplaced>,
     .buf_rule = false,
     .needs_usage = true},
    {.id = "FIELD_VALIDATION_TIGHTENED",
     .categories = kSemantic | kValidation,
     .severity = Severity::kHigh,
     .title = "Fields go on accepting the values that they accepted",
     .impact = kRejected,
     .remedy = kKeep,
     .source = kStandardRules,
     .check = CheckNarrowed<Kind::kTightened>,
     .buf_rule = false,
     .needs_usage = true},
}};

}  // namespace

std::span<const Rule> ValueRules() { return kRules; }

}  // namespace protowarden::rules::semantic
