// SPDX-License-Identifier: Apache-2.0
//
// A language model as a reviewer: what changed goes out, findings with evidence come back. It can
// add to what the rules say, never take away.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "analyzer/engine/reviewer.h"
#include "llm/prompt.h"
#include "llm/settings.h"

namespace protowarden::llm {

// What the reviewer needs of the world.
struct ReviewTools {
  Prompt compatibility;
  Prompt personal_data;
  std::optional<Price> price;
  std::string cache_folder;  // empty: no cache
  Asker::MakeTransport transport;
  std::function<bool(const AskProgress&)> progress;    // false: stop
  std::function<Status(const RequestRecord&)> record;  // empty: nobody keeps a record
};

// Asks all that the tasks have to ask, as the settings say. What it did, as a review tells it;
// claims without evidence are to be added.
[[nodiscard]] ReviewSummary AskAll(const std::vector<Task*>& tasks, const Settings& settings,
                                   const ReviewTools& tools, const Cache& cache, Budget& budget);

class LlmReviewer : public Reviewer {
 public:
  LlmReviewer(Settings settings, ReviewTools tools)
      : settings_(std::move(settings)), tools_(std::move(tools)) {}

  [[nodiscard]] Review Run(const ReviewInput& input) override;

  // What Run would send at first, to the byte; the key is named, not shown.
  [[nodiscard]] std::string DryRun(const ReviewInput& input);

 private:
  Settings settings_;
  ReviewTools tools_;
};

}  // namespace protowarden::llm
