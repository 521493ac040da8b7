// SPDX-License-Identifier: Apache-2.0
//
// Every rule about what the comments promise. Only where the new comment contradicts the old one is
// the finding more than advice.
#include <fmt/format.h>

#include <array>

#include "analyzer/base/text.h"
#include "rules/semantic/documented/element_changes.h"
#include "rules/semantic/families.h"

namespace protowarden::rules::semantic {
namespace {

using namespace category;  // NOLINT(google-build-using-namespace): bit names in rows
using documented::Change;
using documented::ElementChange;
using documented::Topic;

constexpr CategorySet kCategories = kSemantic | kDocumented;
constexpr std::string_view kSource = "https://google.aip.dev/180";

// What only writers or only readers of a message notice.
enum class Who : uint8_t { kEveryone, kWriters, kReaders };

constexpr Who Concerned(Topic topic) {
  switch (topic) {
    case Topic::kMost:
    case Topic::kLeast:
    case Topic::kValues:
    case Topic::kDemand:
      return Who::kWriters;
    case Topic::kPresence:
    case Topic::kOrder:
      return Who::kReaders;
    default:
      return Who::kEveryone;
  }
}

// False where nobody sends (reads) what the statement is about.
bool Concerns(const ElementChange& item) {
  switch (Concerned(item.change.topic)) {
    case Who::kWriters:
      return item.direction.MaybeRequest();
    case Who::kReaders:
      return item.direction.MaybeResponse();
    case Who::kEveryone:
      return true;
  }
  return true;
}

std::string DescriptionOf(const ElementChange& item) {
  const Change& change = item.change;
  if (change.IsNew()) {
    return fmt::format("The comment of {} now says {}.", item.shown, Quote(change.after.sentence));
  }
  if (change.IsWithdrawn()) {
    return fmt::format("The comment of {} no longer says {}.", item.shown,
                       Quote(change.before.sentence));
  }
  return fmt::format("The comment of {} says {} instead of {}.", item.shown,
                     Quote(change.after.sentence), Quote(change.before.sentence));
}

template <Topic... topics>
void Check(const RuleContext& context, Reporter& reporter) {
  for (const ElementChange& item : documented::ElementChanges(context)) {
    const Change& change = item.change;
    if (((change.topic != topics) && ...) || !Concerns(item)) continue;
    const bool advice = change.confidence == Confidence::kLow;
    std::vector<std::string> notes;
    if (!change.before.value.empty() && !change.after.value.empty()) {
      notes.push_back(
          fmt::format("{} became {}.", Quote(change.before.value), Quote(change.after.value)));
    }
    reporter.Add({.element = item.element,
                  .at = item.at,
                  .against = item.against,
                  .description = DescriptionOf(item),
                  .arguments = {change.attribute, change.before.value, change.after.value},
                  .notes = std::move(notes),
                  .severity = advice ? std::optional(Severity::kLow) : std::nullopt,
                  .confidence = std::min(change.confidence, item.direction.Sureness())});
  }
}

// What annotations say as well: one finding on an element is enough.

constexpr std::array<std::string_view, 1> kDefaults = {"FIELD_SAME_DEFAULT"};
constexpr std::array<std::string_view, 2> kDemands = {"FIELD_MADE_REQUIRED",
                                                      "FIELD_BECAME_IMMUTABLE"};
constexpr std::array<std::string_view, 1> kFormats = {"FIELD_FORMAT_CHANGED"};
constexpr std::array<std::string_view, 3> kLimits = {
    "FIELD_VALIDATION_ADDED", "FIELD_VALIDATION_REPLACED", "FIELD_VALIDATION_TIGHTENED"};
constexpr std::array<std::string_view, 1> kPresences = {"FIELD_PRESENCE_LOST"};
constexpr std::array<std::string_view, 2> kRetries = {"METHOD_NO_LONGER_READ_ONLY",
                                                      "RPC_SAME_IDEMPOTENCY_LEVEL"};

constexpr std::array<Rule, 14> kRules = {{
    {.id = "DOCUMENTED_AUTH_CHANGED",
     .categories = kCategories,
     .severity = Severity::kHigh,
     .title = "Comments keep saying who may call",
     .impact = "Callers without the permission, scope or role that the new comment names are "
               "refused, though nothing in the schema tells.",
     .remedy = "Keep accepting the old permission beside the new one until callers have it, and "
               "announce the change.",
     .source = kSource,
     .check = Check<Topic::kAuth>,
     .buf_rule = false,
     .needs_usage = true},
    {.id = "DOCUMENTED_DEFAULT_CHANGED",
     .categories = kCategories,
     .severity = Severity::kMedium,
     .title = "Comments keep the default value that they name",
     .impact = "Clients that leave the field unset get another behaviour than the one that they "
               "were written for, without an error.",
     .remedy = "Keep the default, or add a new field or method version with the new one.",
     .source = kSource,
     .check = Check<Topic::kDefault>,
     .buf_rule = false,
     .needs_usage = true,
     .yields_to = kDefaults},
    {.id = "DOCUMENTED_DEMAND_ADDED",
     .categories = kCategories,
     .severity = Severity::kHigh,
     .title = "Comments do not demand more of those who send",
     .impact = "Requests that follow the old comment are refused: what was optional is required, "
               "or what could be changed no longer can.",
     .remedy = "Keep accepting what the old comment allowed. Demand more only of new methods or "
               "in a new version.",
     .source = kSource,
     .check = Check<Topic::kDemand>,
     .buf_rule = false,
     .needs_usage = true,
     .yields_to = kDemands},
    {.id = "DOCUMENTED_ERROR_CHANGED",
     .categories = kCategories,
     .severity = Severity::kMedium,
     .title = "Comments keep the errors that they name",
     .impact = "Clients that handle the old error code or message no longer recognise the "
               "failure, and retry or give up where they should not.",
     .remedy = "Keep returning the old code for the old condition, and use new codes for new "
               "conditions only.",
     .source = kSource,
     .check = Check<Topic::kError, Topic::kMessage>,
     .buf_rule = false,
     .needs_usage = true},
    {.id = "DOCUMENTED_FORMAT_CHANGED",
     .categories = kCategories,
     .severity = Severity::kHigh,
     .title = "Comments keep the format of a value",
     .impact = "Old clients write and parse values in the old format: parsing fails, or a value "
               "is taken for another one.",
     .remedy = "Keep the format, or add a second field for the new one.",
     .source = kSource,
     .check = Check<Topic::kFormat>,
     .buf_rule = false,
     .needs_usage = true,
     .yields_to = kFormats},
    {.id = "DOCUMENTED_GUARANTEE_CHANGED",
     .categories = kCategories,
     .severity = Severity::kMedium,
     .title = "Comments keep their guarantees",
     .impact = "Clients that rely on delivery, consistency or atomicity as the old comment "
               "promised it lose data or act on stale data.",
     .remedy = "Keep the guarantee, or offer the weaker one under another method or option.",
     .source = kSource,
     .check = Check<Topic::kGuarantee>,
     .buf_rule = false,
     .needs_usage = true},
    {.id = "DOCUMENTED_LIFETIME_CHANGED",
     .categories = kCategories,
     .severity = Severity::kMedium,
     .title = "Comments do not shorten how long something lasts",
     .impact = "Clients that wait, cache or come back as late as the old comment allowed find "
               "that the thing has expired, or give up too early.",
     .remedy = "Keep the period, or return the expiry in a field so that clients need not know it.",
     .source = kSource,
     .check = Check<Topic::kLifetime>,
     .buf_rule = false,
     .needs_usage = true},
    {.id = "DOCUMENTED_LIMIT_TIGHTENED",
     .categories = kCategories,
     .severity = Severity::kHigh,
     .title = "Comments do not tighten limits",
     .impact = "Requests with values that the old comment allowed are refused or cut.",
     .remedy = "Keep the limit, or apply the new one to new resources and versions only.",
     .source = kSource,
     .check = Check<Topic::kMost, Topic::kLeast, Topic::kValues>,
     .buf_rule = false,
     .needs_usage = true,
     .yields_to = kLimits},
    {.id = "DOCUMENTED_MEANING_REVERSED",
     .categories = kCategories,
     .severity = Severity::kMedium,
     .title = "Comments do not turn around what they say",
     .impact = "The same value means the opposite of what it meant: clients that follow the old "
               "comment do the wrong thing without an error.",
     .remedy = "Keep the meaning, or add a new field or value for the new one. If the old comment "
               "was wrong all along, say so in the change.",
     .source = kSource,
     .check = Check<Topic::kMeaning>,
     .buf_rule = false,
     .needs_usage = true},
    {.id = "DOCUMENTED_ORDER_CHANGED",
     .categories = kCategories,
     .severity = Severity::kMedium,
     .title = "Comments keep the order of results",
     .impact = "Clients that take the first result, merge lists or stop early rely on the order "
               "that the old comment promised.",
     .remedy = "Keep the order, or add an `order_by` field with the old order as its default.",
     .source = kSource,
     .check = Check<Topic::kOrder>,
     .buf_rule = false,
     .needs_usage = true},
    {.id = "DOCUMENTED_PRESENCE_CHANGED",
     .categories = kCategories,
     .severity = Severity::kMedium,
     .title = "Comments keep promising that a value is there",
     .impact = "Readers that follow the old comment do not check whether the value is set, and "
               "fail or use an empty value.",
     .remedy = "Keep setting the field, or add a new one for the case in which it is missing.",
     .source = kSource,
     .check = Check<Topic::kPresence>,
     .buf_rule = false,
     .needs_usage = true,
     .yields_to = kPresences},
    {.id = "DOCUMENTED_QUOTA_CHANGED",
     .categories = kCategories,
     .severity = Severity::kMedium,
     .title = "Comments do not lower quotas",
     .impact = "Clients that call as often as the old comment allowed are throttled.",
     .remedy = "Keep the quota for existing clients, or announce the new one with a date.",
     .source = kSource,
     .check = Check<Topic::kQuota>,
     .buf_rule = false,
     .needs_usage = true},
    {.id = "DOCUMENTED_RETRY_CHANGED",
     .categories = kCategories,
     .severity = Severity::kHigh,
     .title = "Comments keep saying that a call may be repeated",
     .impact = "Clients that retry as the old comment allowed do things twice, or change what "
               "they only wanted to read.",
     .remedy = "Keep the method idempotent or free of side effects, and add a new method for the "
               "other behaviour.",
     .source = kSource,
     .check = Check<Topic::kRetry>,
     .buf_rule = false,
     .needs_usage = true,
     .yields_to = kRetries},
    {.id = "DOCUMENTED_UNIT_CHANGED",
     .categories = kCategories,
     .severity = Severity::kHigh,
     .title = "Comments keep the unit of a number",
     .impact = "The same number means something else on both sides: values are wrong by the "
               "factor between the units, without an error.",
     .remedy = "Keep the unit. Add a new field whose name holds the new unit.",
     .source = kSource,
     .check = Check<Topic::kUnit>,
     .buf_rule = false,
     .needs_usage = true},
}};

}  // namespace

std::span<const Rule> DocumentedRules() { return kRules; }

}  // namespace protowarden::rules::semantic
