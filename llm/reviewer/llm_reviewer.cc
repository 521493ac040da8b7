// SPDX-License-Identifier: Apache-2.0
#include "llm/reviewer/llm_reviewer.h"

#include <fmt/format.h>

#include <algorithm>

#include "llm/reviewer/compatibility.h"
#include "llm/reviewer/personal_data.h"
#include "llm/reviewer/votes.h"

namespace protowarden::llm {
namespace {

// Where the key comes from, as a header line.
std::string KeyLine(const KeySource& key) {
  if (!key.file.empty()) return fmt::format("{}(content of {})\n", key.header, key.file);
  if (!key.variable.empty()) return fmt::format("{}(value of {})\n", key.header, key.variable);
  return key.google ? key.header + "(access token of Google's credentials)\n" : std::string();
}

void SortUnique(std::vector<Finding>& findings) {
  std::sort(findings.begin(), findings.end(), FindingLess);
  const auto same = [](const Finding& a, const Finding& b) {
    return a.fingerprint == b.fingerprint || (!FindingLess(a, b) && !FindingLess(b, a));
  };
  findings.erase(std::unique(findings.begin(), findings.end(), same), findings.end());
}

}  // namespace

ReviewSummary AskAll(const std::vector<Task*>& tasks, const Settings& settings,
                     const ReviewTools& tools, const Cache& cache, Budget& budget) {
  ReviewSummary summary =
      AskWithVotes(settings.votes, {settings.fail_on, settings.min_confidence}, tasks, [&] {
        Asker asker(settings.ask, cache, budget, tools.transport);
        asker.OnProgress(tools.progress);
        asker.OnRequest(tools.record);
        return asker;
      });
  summary.reviewer = fmt::format("{} {}", settings.ask.provider->name, settings.ask.endpoint.model);
  summary.prompts =
      fmt::format("{} {}, {} {}", tools.compatibility.name, tools.compatibility.version,
                  tools.personal_data.name, tools.personal_data.version);
  summary.required = settings.required;
  return summary;
}

Review LlmReviewer::Run(const ReviewInput& input) {
  CompatibilityTask compatibility(tools_.compatibility,
                                  ChangedElements(input, settings_.selection));
  PersonalDataTask personal_data(tools_.personal_data, UnsureFields(input, settings_.selection));
  const Cache cache(tools_.cache_folder);
  Budget budget(settings_.limits, tools_.price);
  Review review;
  review.summary = AskAll({&compatibility, &personal_data}, settings_, tools_, cache, budget);
  review.summary.dropped = compatibility.dropped + personal_data.dropped;
  review.findings = std::move(compatibility.findings);
  review.findings.insert(review.findings.end(), personal_data.findings.begin(),
                         personal_data.findings.end());
  SortUnique(review.findings);
  review.opinions = std::move(compatibility.opinions);
  // Answers come in any order.
  std::sort(review.opinions.begin(), review.opinions.end(),
            [](const SecondOpinion& a, const SecondOpinion& b) {
              return std::tie(a.fingerprint, a.reason) < std::tie(b.fingerprint, b.reason);
            });
  return review;
}

std::string LlmReviewer::DryRun(const ReviewInput& input) {
  CompatibilityTask compatibility(tools_.compatibility,
                                  ChangedElements(input, settings_.selection));
  PersonalDataTask personal_data(tools_.personal_data, UnsureFields(input, settings_.selection));
  const Cache cache(tools_.cache_folder);
  Budget budget(settings_.limits, tools_.price);
  Asker asker(settings_.ask, cache, budget, tools_.transport);
  std::string text;
  for (const HttpCall& call : asker.Plan({&compatibility, &personal_data})) {
    text += fmt::format("POST {}\n", call.url);
    for (const std::string& header : call.headers) text += header + "\n";
    text += fmt::format("{}\n{}\n\n", KeyLine(settings_.helper.key), call.body);
  }
  return text;
}

}  // namespace protowarden::llm
