// SPDX-License-Identifier: Apache-2.0
//
// The rule about google/api/visibility.proto: who sees an element of the API.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <set>

#include "analyzer/base/text.h"
#include "rules/option_text.h"
#include "rules/semantic/api/element_pairs.h"
#include "rules/semantic/api/families.h"

namespace protowarden::rules::semantic {
namespace {

using schema::Option;

// Labels that see the element; none means everybody.
std::set<std::string> LabelsOf(const Option* rule) {
  std::set<std::string> labels;
  if (rule == nullptr) return labels;
  const std::string restriction = ChildText(*rule, "restriction");
  for (const std::string_view label : Split(restriction, ',')) {
    if (!Trim(label).empty()) labels.emplace(Trim(label));
  }
  return labels;
}

// By the kind of the element.
constexpr std::array<std::string_view, 6> kOptions = {
    "google.api.api_visibility",   "google.api.method_visibility", "google.api.message_visibility",
    "google.api.field_visibility", "google.api.enum_visibility",   "google.api.value_visibility"};

void Check(const RuleContext& context, Reporter& reporter) {
  ForEachElementPair(context.comparison, [&](const ElementPair& pair, const auto& name) {
    const std::string_view option = kOptions.at(static_cast<size_t>(pair.kind));
    const Option* rule = pair.after.options.Find({option});
    const std::set<std::string> now = LabelsOf(rule);
    if (now.empty()) return;
    const std::set<std::string> old = LabelsOf(pair.before.options.Find({option}));
    std::vector<std::string> lost;
    std::set_difference(old.begin(), old.end(), now.begin(), now.end(), std::back_inserter(lost));
    if (!old.empty() && lost.empty()) return;
    reporter.Add(
        {.element = name(),
         .at = At(pair.file_after, FirstKnown({rule->span, pair.after.span})),
         .against = At(pair.file_before, pair.before.span),
         .description = fmt::format("`{}` is no longer visible to {}, only to {}.", pair.after.name,
                                    old.empty() ? "everybody" : Join(lost, ", "),
                                    Join({now.begin(), now.end()}, ", ")),
         .arguments = std::move(lost)});
  });
}

constexpr std::array<Rule, 1> kRules = {{
    {.id = "VISIBILITY_NARROWED",
     .categories = kApiContractCategories,
     .severity = Severity::kHigh,
     .title = "Elements of the API stay visible to those who saw them",
     .impact = "For callers without one of the labels the element does not exist any more: methods "
               "answer NOT_FOUND, fields are refused in requests and left out of responses.",
     .remedy = "Keep the labels. Deprecate the element and wait until its users have left.",
     .source = "https://github.com/googleapis/googleapis/blob/master/google/api/visibility.proto",
     .check = Check,
     .buf_rule = false},
}};

}  // namespace

std::span<const Rule> VisibilityRules() { return kRules; }

}  // namespace protowarden::rules::semantic
