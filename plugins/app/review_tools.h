// SPDX-License-Identifier: Apache-2.0
//
// What asking a language model needs of this machine: prompts, prices, the folder of answers, the
// program that sends requests, and somebody who may interrupt.
#pragma once

#include <csignal>
#include <cstddef>
#include <functional>
#include <string>

#include "llm/reviewer/llm_reviewer.h"

namespace protowarden::app {

// While it lives, Ctrl-C ends the questions, not the program: the report is still written.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

 private:
  struct sigaction before_ {};
};

using ReviewProgress = std::function<void(const char* phase, size_t done, size_t total)>;

// Configured paths are relative to `base`. `progress`, which may be empty, is told counts, costs
// and how long it will take. Fails with a usage error on prompts or prices that cannot be read.
[[nodiscard]] Result<llm::ReviewTools> MakeReviewTools(const llm::Settings& settings,
                                                       const std::string& base,
                                                       const ReviewProgress& progress);

}  // namespace protowarden::app
