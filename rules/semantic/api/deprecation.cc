// SPDX-License-Identifier: Apache-2.0
//
// The rule about what becomes deprecated: users need to know what to use instead.
#include <fmt/format.h>
#include <re2/re2.h>

#include <array>

#include "rules/semantic/api/element_pairs.h"
#include "rules/semantic/api/families.h"

namespace protowarden::rules::semantic {
namespace {

using schema::Element;

bool IsDeprecated(const Element& element) { return element.options.GetBool("deprecated", false); }

// Words that come with a replacement or with the reason why there is none.
bool NamesReplacement(const Element& element) {
  static const RE2 kPhrase(
      R"((?i)\b(use|see|prefer|favou?r|instead|replace[sd]?|replacement|supersede[sd]?|migrate|)"
      R"(switch|moved?|renamed|alternative|equivalent|successor|obsoleted?|rather)\b|)"
      R"(\bno\s+(longer|replacement|effect|alternative)\b|\bnot\s+(used|supported)\b|\bunused\b|)"
      R"(\b(ignored|removed|because|due)\b)");
  return RE2::PartialMatch(element.comments.leading, kPhrase) ||
         RE2::PartialMatch(element.comments.trailing, kPhrase);
}

// By the kind of the element.
constexpr std::array<std::string_view, 6> kKinds = {"Service", "RPC",  "Message",
                                                    "Field",   "Enum", "Enum value"};

void Check(const RuleContext& context, Reporter& reporter) {
  ForEachElementPair(context.comparison, [&](const ElementPair& pair, const auto& name) {
    if (!IsDeprecated(pair.after) || IsDeprecated(pair.before)) return;
    if (NamesReplacement(pair.after)) return;
    reporter.Add(
        {.element = name(),
         .at = At(pair.file_after,
                  FirstKnown({pair.after.options.SpanOf("deprecated"), pair.after.span})),
         .against = At(pair.file_before, pair.before.span),
         .description = fmt::format(
             "{} `{}` is deprecated now, but its comment does not say what to use instead.",
             kKinds.at(static_cast<size_t>(pair.kind)), pair.after.name),
         .harmless = true});
  });
}

constexpr std::array<Rule, 1> kRules = {{
    {.id = "DEPRECATED_WITHOUT_REPLACEMENT",
     .categories = kApiContractCategories,
     .severity = Severity::kLow,
     .title = "Comments of what becomes deprecated say what to use instead",
     .impact = "Nothing breaks yet. Users get a warning from their compiler and cannot tell what "
               "to do about it.",
     .remedy = "Begin the comment with \"Deprecated: use ... instead.\", or say that there is no "
               "replacement and why.",
     .source = "https://google.aip.dev/192#deprecations",
     .check = Check,
     .buf_rule = false,
     .change = ChangeKind::kDeprecated},
}};

}  // namespace

std::span<const Rule> DeprecationRules() { return kRules; }

}  // namespace protowarden::rules::semantic
