// SPDX-License-Identifier: Apache-2.0
//
// The language model beside the rules: whether it takes part, and what it says about a change.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analyzer/engine/reviewer.h"
#include "llm/settings.h"
#include "plugins/app/inputs.h"

namespace protowarden::app {

// The settings of a run; nullopt when no model takes part: --llm=off, or none is configured.
[[nodiscard]] Result<std::optional<llm::Settings>> ReviewSettings(const ReviewOptions& options,
                                                                  const config::Config& config);

// Of a comparison. What a change that nobody agreed to says about models does not count: it could
// send schemas and keys anywhere.
[[nodiscard]] Result<std::optional<llm::Settings>> ReviewSettings(const AnalyzeOptions& options,
                                                                  Inputs& inputs);

// Asks. With a dry run nothing is asked and `planned` is what would be sent.
struct Reviewed {
  Review review;
  std::string planned;
};
[[nodiscard]] Result<Reviewed> ReviewChange(const AnalyzeOptions& options,
                                            const llm::Settings& settings, const std::string& base,
                                            const ReviewInput& input);

// Adds what the review says to a report that has the findings of the rules.
void AddReview(Review review, report::Report& report);

}  // namespace protowarden::app
