// SPDX-License-Identifier: Apache-2.0
//
// Rules about fields that must be set.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "analyzer/base/text.h"
#include "rules/http_binding.h"
#include "rules/semantic/field_behavior.h"
#include "rules/semantic/validation/families.h"
#include "rules/semantic/validation/field_change.h"
#include "rules/semantic/validation/old_clients.h"
#include "rules/wire/describe.h"

namespace protowarden::rules::semantic {
namespace {

using namespace category;  // NOLINT(google-build-using-namespace): bit names in rows
using compare::FieldPair;
using compare::MessagePair;
using schema::Field;

Location DemandLocation(const Field& field, const Demand& demand) {
  return At(field.file, FirstKnown({demand.span, field.span}));
}

// What is only documented says less about what servers refuse.
Confidence Sureness(const Demand& demand, Confidence sent) {
  return demand.enforced ? sent : std::min(sent, Confidence::kMedium);
}

// A field that had another number before.
bool WasDemanded(const RuleContext& context, const schema::Message& before, const Field& added) {
  const Field* same = before.FindFieldByName(added.name);
  return same != nullptr &&
         DemandOf(*same, ReadConstraint(*same, context.comparison.before())).any();
}

void CheckAdded(const RuleContext& context, const MessagePair& pair, Reporter& reporter) {
  for (const Field& field : pair.after.fields) {
    if (field.options.empty() && pair.after.options.empty()) continue;
    if (pair.before.FindField(field.number) != nullptr) continue;
    const Demand demand = DemandOf(field, ReadConstraint(field, context.comparison.after()));
    if (!demand.any() || HasBehavior(field, "OUTPUT_ONLY") ||
        WasDemanded(context, pair.before, field))
      continue;
    const std::optional<Confidence> sent = OldClientsSend(context, pair);
    if (!sent.has_value()) return;
    std::vector<std::string> notes;
    if (demand.enforced) notes.push_back(UnsetNote(field));
    reporter.Add({.element = field.FullName(),
                  .at = DemandLocation(field, demand),
                  .against = At(pair.before.file, pair.before.span),
                  .description = fmt::format("{} is new and must be set: {}.", DescribeField(field),
                                             demand.words),
                  .notes = std::move(notes),
                  .confidence = Sureness(demand, *sent)});
  }
}

// A request to create something without the thing or its name was of no use before either.
// Source: https://google.aip.dev/133
bool IsWhatIsCreated(const RuleContext& context, const Field& field) {
  if (field.parent == nullptr) return false;
  const std::vector<const schema::Method*> methods =
      context.usage.before().DirectMethods(*field.parent);
  const auto creates = [&](const schema::Method* method) {
    const std::vector<HttpBinding> bindings = ReadHttpBindings(*method);
    if (field.name == "body" && !bindings.empty() && bindings.front().body == "body") return true;
    static constexpr std::string_view kCreate = "Create";
    if (!method->name.starts_with(kCreate)) return false;
    // "CreateTodoList" takes a `todo_list` and a `todo_list_id`.
    std::string name = field.name;
    if (name.ends_with("_id")) name.resize(name.size() - 3);
    std::erase(name, '_');
    return !name.empty() && name == ToLower(method->name.substr(kCreate.size()));
  };
  return !methods.empty() && std::all_of(methods.begin(), methods.end(), creates);
}

void CheckMadeRequired(const RuleContext& context, const FieldPair& pair, Reporter& reporter) {
  const std::optional<FieldChange> change = DemandChangeOf(context, pair);
  if (!change.has_value() || !change->MadeRequired() || change->DemandIsOfValues()) return;
  if (HasBehavior(pair.after, "OUTPUT_ONLY") || pair.before.IsRequired()) return;
  const std::optional<Confidence> sent = OldClientsSend(context, pair);
  if (!sent.has_value()) return;
  // Nobody could leave it out before, or everybody was told not to.
  if (CommentDemands(pair.before.comments) || IsBoundInEveryPath(context, pair.before)) return;
  const Demand& demand = change->demand_after;
  std::vector<std::string> notes;
  if (demand.enforced) notes.push_back(UnsetNote(pair.after));
  reporter.Add({.element = pair.after.FullName(),
                .at = DemandLocation(pair.after, demand),
                .against = RulesLocation(pair.before),
                .description = fmt::format("{} could be left out and must be set now: {}.",
                                           DescribeField(pair.after), demand.words),
                .notes = std::move(notes),
                .confidence = !demand.enforced && IsWhatIsCreated(context, pair.before)
                                  ? Confidence::kLow
                                  : Sureness(demand, *sent)});
}

void CheckMadeOptional(const RuleContext& context, const FieldPair& pair, Reporter& reporter) {
  const std::optional<FieldChange> change = DemandChangeOf(context, pair);
  if (!change.has_value() || !change->MadeOptional()) return;
  const bool said = change->demand_before.documented || change->before.required;
  // The finding about the values says it, too.
  if (!said && change->values.verdict() == Verdict::kLoosened) return;
  if (CommentDemands(pair.after.comments) || pair.after.IsRequired()) return;
  if (pair.after.oneof != nullptr) return;
  reporter.Add({.element = pair.after.FullName(),
                .at = RulesLocation(pair.after),
                .against = DemandLocation(pair.before, change->demand_before),
                .description = fmt::format("{} had to be set and may be left out now.",
                                           DescribeField(pair.after)),
                .harmless = true});
}

constexpr std::string_view kFieldBehavior = "https://google.aip.dev/203";
constexpr std::string_view kUnset =
    "Clients that were written before the change do not set the field. The validating server "
    "refuses their requests, though wire and generated code are compatible.";

constexpr std::array<Rule, 3> kRules = {{
    {.id = "FIELD_ADDED_REQUIRED",
     .categories = kSemantic | kValidation,
     .severity = Severity::kHigh,
     .title = "New fields of an existing message are not required",
     .impact = kUnset,
     .remedy = "Add the field without the requirement and let the server fill in what is missing. "
               "Require it in a new message or a new major version.",
     .source = kFieldBehavior,
     .check = CheckAdded,
     .buf_rule = false,
     .needs_usage = true,
     .change = ChangeKind::kAdded,
     .repair = Repair::kMakeOptional},
    {.id = "FIELD_MADE_OPTIONAL",
     .categories = kSemantic | kValidation,
     .severity = Severity::kLow,
     .title = "Required fields stay required",
     .impact = "No client breaks. Readers that rely on the field being set, in responses or in "
               "stored data, meet messages without it.",
     .remedy = "Have readers handle the missing field before the first writer leaves it out.",
     .source = kFieldBehavior,
     .check = CheckMadeOptional,
     .buf_rule = false,
     .needs_usage = true},
    {.id = "FIELD_MADE_REQUIRED",
     .categories = kSemantic | kValidation,
     .severity = Severity::kHigh,
     .title = "Fields that could be left out are not made required",
     .impact = "Clients that leave the field out or send its default are refused by the validating "
               "server, though wire and generated code are compatible.",
     .remedy = "Keep the field optional and let the server fill in what is missing, or require it "
               "in a new major version.",
     .source = kFieldBehavior,
     .check = CheckMadeRequired,
     .buf_rule = false,
     .needs_usage = true,
     .repair = Repair::kMakeOptional},
}};

}  // namespace

std::span<const Rule> RequiredRules() { return kRules; }

}  // namespace protowarden::rules::semantic
