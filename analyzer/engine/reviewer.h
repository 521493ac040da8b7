// SPDX-License-Identifier: Apache-2.0
//
// Somebody who looks at a change beside the rules: what is handed over and what comes back. llm/
// implements it; nothing here knows how.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analyzer/compare/comparison.h"
#include "analyzer/engine/finding.h"
#include "analyzer/engine/inventory.h"
#include "analyzer/schema/usage.h"

namespace protowarden {

struct ReviewInput {
  const compare::Comparison& comparison;
  std::span<const Finding> findings;           // of the rules
  const Inventory* inventory = nullptr;        // of the new side; null when nobody asked
  std::function<bool(const Location&)> shows;  // what the report speaks of
};

// An element about which nothing can be said, and why.
struct NotReviewed {
  std::string element;
  std::string reason;  // a sentence
};

// What the reviewer thinks of a finding of the rules. It changes neither finding nor gate.
struct SecondOpinion {
  std::string fingerprint;  // of the finding
  bool agrees = true;
  Confidence confidence = Confidence::kMedium;
  std::string reason;
};

// What a run did and what it cost, for reports.
struct ReviewSummary {
  std::string reviewer;   // "anthropic claude-haiku-4-5"
  std::string prompts;    // "compatibility 1, personal_data 1"
  bool replayed = false;  // answers came from the cache alone
  size_t asked = 0;       // elements
  size_t reviewed = 0;
  std::vector<NotReviewed> not_reviewed;
  size_t dropped = 0;  // findings without evidence in what was sent
  int64_t requests = 0;
  int64_t retries = 0;
  size_t cached_answers = 0;
  int64_t input_tokens = 0;
  int64_t output_tokens = 0;
  std::optional<double> cost_usd;  // nullopt: the price is unknown
  std::string cache_problem;       // why answers could not be kept; usually empty
  bool required = false;           // what was not reviewed keeps the change from being deployed

  bool interrupted = false;  // somebody did not want to wait

  [[nodiscard]] bool Fails() const { return interrupted || (required && !not_reviewed.empty()); }
};

struct Review {
  ReviewSummary summary;
  std::vector<Finding> findings;  // sorted, with fingerprints and source kLlm
  std::vector<SecondOpinion> opinions;
};

class Reviewer {
 public:
  virtual ~Reviewer() = default;
  // Never fails as a whole: what goes wrong is in `not_reviewed`.
  [[nodiscard]] virtual Review Run(const ReviewInput& input) = 0;
};

}  // namespace protowarden
