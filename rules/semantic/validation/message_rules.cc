// SPDX-License-Identifier: Apache-2.0
//
// Rules about the validation of oneofs and of messages as a whole.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_map>

#include "analyzer/base/text.h"
#include "rules/semantic/direction.h"
#include "rules/semantic/validation/cel_text.h"
#include "rules/semantic/validation/constraint.h"
#include "rules/semantic/validation/demand.h"
#include "rules/semantic/validation/families.h"
#include "rules/semantic/validation/field_change.h"
#include "rules/semantic/validation/old_clients.h"

namespace protowarden::rules::semantic {
namespace {

using namespace category;  // NOLINT(google-build-using-namespace): bit names in rows
using compare::MessagePair;
using schema::Message;
using schema::Oneof;
using schema::Option;

// The option that requires one of the members; nullptr when none does.
const Option* RequiredOption(const Oneof& oneof) {
  for (const Option& option : oneof.options.nodes()) {
    if (!option.is_extension) continue;
    if (option.name == "validate.required" && option.text == "true") return &option;
    const Option* required =
        option.name == "buf.validate.oneof" ? option.Child("required") : nullptr;
    if (required != nullptr && required->text == "true") return &option;
  }
  return nullptr;
}

bool IsRequired(const Oneof& oneof) {
  return RequiredOption(oneof) != nullptr && !IsValidationDisabled(*oneof.parent);
}

Location OneofLocation(const Oneof& oneof) {
  const Option* option = RequiredOption(oneof);
  return At(oneof.parent->file,
            FirstKnown({option == nullptr ? Span{} : option->span, oneof.name_span, oneof.span}));
}

// The oneof of that name on the other side, or the one that held a member.
const Oneof* Counterpart(const Oneof& oneof, const Message& other) {
  const Oneof* found = nullptr;
  for (const Oneof& candidate : other.oneofs) {
    if (!candidate.synthetic && candidate.name == oneof.name) return &candidate;
  }
  for (const schema::Field& field : oneof.parent->fields) {
    if (field.oneof != &oneof || found != nullptr) continue;
    const schema::Field* member = other.FindField(field.number);
    if (member != nullptr) found = member->oneof;
  }
  return found;
}

// A member had to be set before, alone.
bool HadDemandedMember(const RuleContext& context, const Oneof& oneof, const Message& before) {
  return std::any_of(
      oneof.parent->fields.begin(), oneof.parent->fields.end(), [&](const schema::Field& field) {
        if (field.oneof != &oneof) return false;
        const schema::Field* member = before.FindField(field.number);
        return member != nullptr &&
               DemandOf(*member, ReadConstraint(*member, context.comparison.before())).any();
      });
}

void CheckOneofRequired(const RuleContext& context, const MessagePair& pair, Reporter& reporter) {
  for (const Oneof& oneof : pair.after.oneofs) {
    if (oneof.options.empty() || !IsRequired(oneof)) continue;
    const Oneof* before = Counterpart(oneof, pair.before);
    if (before != nullptr && (IsRequired(*before) || CommentDemands(before->comments))) continue;
    if (HadDemandedMember(context, oneof, pair.before)) continue;
    const std::optional<Confidence> sent = OldClientsSend(context, pair);
    if (!sent.has_value()) return;
    reporter.Add({.element = pair.after.full_name + "." + oneof.name,
                  .at = OneofLocation(oneof),
                  .against = before == nullptr ? At(pair.before.file, pair.before.span)
                                               : OneofLocation(*before),
                  .description = fmt::format("One field of oneof {} on message {} must be set now.",
                                             Quote(oneof.name), Quote(pair.after.name)),
                  .notes = {"Accepted before, rejected now: {}, without any field of the oneof."},
                  .confidence = *sent});
  }
}

void CheckOneofOptional(const RuleContext& /*context*/, const MessagePair& pair,
                        Reporter& reporter) {
  for (const Oneof& oneof : pair.before.oneofs) {
    if (oneof.options.empty() || !IsRequired(oneof)) continue;
    const Oneof* after = Counterpart(oneof, pair.after);
    if (after == nullptr || IsRequired(*after)) continue;
    reporter.Add(
        {.element = pair.after.full_name + "." + after->name,
         .at = OneofLocation(*after),
         .against = OneofLocation(oneof),
         .description = fmt::format("Oneof {} on message {} had to be set and may be empty now.",
                                    Quote(after->name), Quote(pair.after.name)),
         .harmless = true});
  }
}

// Expressions and oneof rules of a message, each as its text; sorted.
std::vector<std::string> RulesOf(const Message& message) {
  std::vector<std::string> rules;
  if (message.options.empty() || IsValidationDisabled(message)) return rules;
  for (const Option& option : message.options.nodes()) {
    if (!option.is_extension || option.name != "buf.validate.message") continue;
    for (const Option& rule : option.children) {
      if (rule.name == "cel" || rule.name == "cel_expression") {
        AddCelExpressions(&rule, rules);
      } else if (rule.name == "oneof" && rule.kind == Option::Kind::kList) {
        for (const Option& item : rule.children) rules.push_back("oneof: " + OptionText(item));
      } else if (rule.name != "disabled") {
        rules.push_back(OptionText(rule));
      }
    }
  }
  std::sort(rules.begin(), rules.end());
  rules.erase(std::unique(rules.begin(), rules.end()), rules.end());
  return rules;
}

Location MessageLocation(const Message& message) {
  const Option* option = message.options.Find({"buf.validate.message"});
  return At(message.file, FirstKnown({option == nullptr ? Span{} : option->span, message.name_span,
                                      message.span}));
}

std::string ListRules(const std::vector<std::string>& rules) {
  std::vector<std::string> quoted;
  for (const std::string& rule : rules) quoted.push_back("`" + Printable(rule) + "`");
  return quoted.empty() ? "no rule" : Join(quoted, " and ");
}

struct RuleChanges {
  std::vector<std::string> gone;
  std::vector<std::string> added;
};

RuleChanges ChangesOf(const MessagePair& pair) {
  RuleChanges changes;
  if (pair.before.options.empty() && pair.after.options.empty()) return changes;
  const std::vector<std::string> before = RulesOf(pair.before);
  const std::vector<std::string> after = RulesOf(pair.after);
  std::set_difference(before.begin(), before.end(), after.begin(), after.end(),
                      std::back_inserter(changes.gone));
  std::set_difference(after.begin(), after.end(), before.begin(), before.end(),
                      std::back_inserter(changes.added));
  return changes;
}

void CheckMessageTightened(const RuleContext& context, const MessagePair& pair,
                           Reporter& reporter) {
  const RuleChanges changes = ChangesOf(pair);
  if (changes.added.empty()) return;
  const std::optional<Confidence> sent = OldClientsSend(context, pair);
  if (!sent.has_value()) return;
  // Whether an expression that was rewritten refuses more is not decided.
  const bool certain = changes.gone.empty();
  reporter.Add({.element = pair.after.full_name,
                .at = MessageLocation(pair.after),
                .against = MessageLocation(pair.before),
                .description = fmt::format("Message {} must satisfy {} now; before it was {}.",
                                           Quote(pair.after.name), ListRules(changes.added),
                                           ListRules(changes.gone)),
                .arguments = changes.added,
                .confidence = certain ? *sent : std::min(*sent, Confidence::kMedium)});
}

void CheckMessageLoosened(const RuleContext& context, const MessagePair& pair, Reporter& reporter) {
  const RuleChanges changes = ChangesOf(pair);
  if (changes.gone.empty() || !changes.added.empty()) return;
  const Direction direction = DirectionOf(context, pair);
  reporter.Add({.element = pair.after.full_name,
                .at = MessageLocation(pair.after),
                .against = MessageLocation(pair.before),
                .description = fmt::format("Message {} need not satisfy {} any more.",
                                           Quote(pair.after.name), ListRules(changes.gone)),
                .arguments = changes.gone,
                .severity = direction.MaybeResponse() ? Severity::kLow : Severity::kNone,
                .harmless = !direction.response,
                .confidence = direction.Sureness()});
}

constexpr std::string_view kOneofs = "https://protovalidate.com/reference/rules/oneof_rules/";
constexpr std::string_view kMessages = "https://protovalidate.com/schemas/custom-rules/";

constexpr std::array<Rule, 4> kRules = {{
    {.id = "MESSAGE_VALIDATION_LOOSENED",
     .categories = kSemantic | kValidation,
     .severity = Severity::kLow,
     .title = "Messages keep their validation rules",
     .impact = "Readers of responses and of stored data meet messages that the old rules ruled "
               "out, and may not be prepared for them. Writers are not affected.",
     .remedy = "Tell the readers before the first such message is written.",
     .source = kMessages,
     .check = CheckMessageLoosened,
     .buf_rule = false,
     .needs_usage = true},
    {.id = "MESSAGE_VALIDATION_TIGHTENED",
     .categories = kSemantic | kValidation,
     .severity = Severity::kHigh,
     .title = "Messages do not get new validation rules",
     .impact = "Clients that send a combination of fields which was accepted so far get an error "
               "from the validating server, though wire and generated code are compatible.",
     .remedy = "Keep the rules of the message. To demand more, announce it, watch which clients "
               "would be refused, and add the rule in a new major version.",
     .source = kMessages,
     .check = CheckMessageTightened,
     .buf_rule = false,
     .needs_usage = true},
    {.id = "ONEOF_MADE_OPTIONAL",
     .categories = kSemantic | kValidation,
     .severity = Severity::kLow,
     .title = "Required oneofs stay required",
     .impact = "No client breaks. Readers that rely on one of the fields being set meet messages "
               "with none of them.",
     .remedy = "Have readers handle the empty oneof before the first writer leaves it empty.",
     .source = kOneofs,
     .check = CheckOneofOptional,
     .buf_rule = false,
     .needs_usage = true},
    {.id = "ONEOF_MADE_REQUIRED",
     .categories = kSemantic | kValidation,
     .severity = Severity::kHigh,
     .title = "Oneofs are not made required",
     .impact = "Clients that set none of the fields are refused by the validating server, though "
               "wire and generated code are compatible.",
     .remedy = "Leave the oneof optional and let the server choose when it is empty, or require it "
               "in a new major version.",
     .source = kOneofs,
     .check = CheckOneofRequired,
     .buf_rule = false,
     .needs_usage = true},
}};

}  // namespace

std::span<const Rule> MessageValidationRules() { return kRules; }

}  // namespace protowarden::rules::semantic
