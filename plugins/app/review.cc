// SPDX-License-Identifier: Apache-2.0
#include "plugins/app/review.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/report/review_text.h"
#include "llm/reviewer/llm_reviewer.h"
#include "plugins/app/review_tools.h"

namespace protowarden::app {

Result<std::optional<llm::Settings>> ReviewSettings(const ReviewOptions& options,
                                                    const config::Config& config) {
  using None = std::optional<llm::Settings>;
  if (options.mode == "off") return None();
  if (config.llm.empty() && options.set.empty()) {
    if (options.mode.empty() && !options.dry_run) return None();
    return UsageError(
        "No language model is configured. Give `provider` and `model` in the [llm] table of "
        "protowarden.toml, or with --llm-set.");
  }
  auto settings = llm::ReadSettings(config.llm, config.origin, options.set);
  if (!settings.ok()) return settings.error();
  settings->ask.replay = options.mode == "replay";
  return std::optional(std::move(settings).value());
}

Result<std::optional<llm::Settings>> ReviewSettings(const AnalyzeOptions& options, Inputs& inputs) {
  const config::Config& config = inputs.after.workspace.config();
  const bool counts = inputs.decider != Decider::kNewPolicy || !options.config.empty();
  if (config.llm.empty() || counts || options.review.mode == "off") {
    return ReviewSettings(options.review, config);
  }
  inputs.notes.emplace_back(
      "The [llm] table is new with this change and does not count yet: it says where schemas and "
      "keys are sent.");
  config::Config without;
  without.origin = config.origin;
  return ReviewSettings(options.review, without);
}

Result<Reviewed> ReviewChange(const AnalyzeOptions& options, const llm::Settings& settings,
                              const std::string& base, const ReviewInput& input) {
  auto tools = MakeReviewTools(settings, base, options.progress);
  if (!tools.ok()) return tools.error();
  llm::LlmReviewer reviewer(settings, std::move(tools).value());
  if (options.review.dry_run) return Reviewed{{}, reviewer.DryRun(input)};
  const InterruptGuard guard;
  return Reviewed{reviewer.Run(input), {}};
}

void AddReview(Review review, report::Report& report) {
  for (const SecondOpinion& opinion : review.opinions) {
    for (report::Entry& entry : report.entries) {
      if (entry.finding.fingerprint != opinion.fingerprint) continue;
      entry.finding.notes.push_back(fmt::format("The language model {} with {} confidence: {}",
                                                opinion.agrees ? "agrees" : "disagrees",
                                                Name(opinion.confidence), opinion.reason));
    }
  }
  for (Finding& finding : review.findings) {
    report.entries.push_back({std::move(finding), std::nullopt, std::nullopt, std::nullopt});
  }
  std::sort(report.entries.begin(), report.entries.end(),
            [](const report::Entry& a, const report::Entry& b) {
              return FindingLess(a.finding, b.finding);
            });
  for (std::string& note : report::ReviewNotes(review.summary)) {
    report.notes.push_back(std::move(note));
  }
  report.review = std::move(review.summary);
}

}  // namespace protowarden::app
