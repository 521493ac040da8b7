// SPDX-License-Identifier: Apache-2.0
//
// The rule about google.api.field_info: the format of a string.
#include <fmt/format.h>
#include <re2/re2.h>

#include <array>

#include "rules/option_text.h"
#include "rules/semantic/api/families.h"
#include "rules/semantic/direction.h"
#include "rules/semantic/field_behavior.h"

namespace protowarden::rules::semantic {
namespace {

using compare::FieldPair;
using schema::Field;
using schema::Option;

constexpr std::string_view kOption = "google.api.field_info";
constexpr std::string_view kUnspecified = "FORMAT_UNSPECIFIED";
constexpr std::string_view kEitherIp = "IPV4_OR_IPV6";

std::string FormatOf(const Field& field) {
  const Option* info = field.options.Find({kOption});
  std::string format = info == nullptr ? "" : ChildText(*info, "format");
  return format == kUnspecified ? "" : format;
}

bool IsIp(std::string_view format) { return format == "IPV4" || format == "IPV6"; }

// Whether the comment already asked for the format.
bool CommentAsks(const Field& field, std::string_view format) {
  static const RE2 kUuid("(?i)uuid|guid|unique\\s+identifier|4122");
  static const RE2 kIp("(?i)\\bip\\b|ipv[46]|ip\\s*address|dotted");
  const RE2& phrase = format == "UUID4" ? kUuid : kIp;
  return RE2::PartialMatch(field.comments.leading, phrase) ||
         RE2::PartialMatch(field.comments.trailing, phrase);
}

void Check(const RuleContext& context, const FieldPair& pair, Reporter& reporter) {
  const std::string before = FormatOf(pair.before);
  const std::string after = FormatOf(pair.after);
  if (before == after || after.empty() || pair.before.name != pair.after.name) return;
  if (before.empty() && CommentAsks(pair.before, after)) return;
  const Direction direction = DirectionOf(context, pair);
  const bool narrower = before.empty() || before == kEitherIp;
  const bool wider = after == kEitherIp && IsIp(before);
  if (narrower && (!direction.MaybeRequest() || ServerWrites(pair.after))) return;
  if (wider && !direction.MaybeResponse()) return;
  reporter.Add(
      {.element = pair.after.FullName(),
       .at = At(pair.after.file, FirstKnown({pair.after.options.SpanOf(kOption), pair.after.span})),
       .against = At(pair.before.file,
                     FirstKnown({pair.before.options.SpanOf(kOption), pair.before.span})),
       .description = before.empty() ? fmt::format("Field `{}` must have the format {} now.",
                                                   pair.after.name, after)
                                     : fmt::format("Field `{}` changed its format from {} to {}.",
                                                   pair.after.name, before, after),
       .arguments = {before, after},
       .severity = before.empty() || wider ? Severity::kMedium : Severity::kHigh,
       .confidence = direction.Sureness()});
}

constexpr std::array<Rule, 1> kRules = {{
    {.id = "FIELD_FORMAT_CHANGED",
     .categories = kApiContractCategories,
     .severity = Severity::kHigh,
     .title = "Fields keep the format of their text",
     .impact = "Text in another format is refused in requests, and clients that parse responses "
               "by the old format fail.",
     .remedy = "Go on accepting the old format, or add a new field for the new one.",
     .source = "https://github.com/googleapis/googleapis/blob/master/google/api/field_info.proto",
     .check = Check,
     .buf_rule = false,
     .needs_usage = true},
}};

}  // namespace

std::span<const Rule> FieldInfoRules() { return kRules; }

}  // namespace protowarden::rules::semantic
