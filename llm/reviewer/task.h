// SPDX-License-Identifier: Apache-2.0
//
// A kind of question about many items: how some of them are asked together and what an answer
// means.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "analyzer/engine/gate.h"
#include "llm/prompt.h"
#include "llm/question.h"

namespace protowarden::llm {

// What [llm.gate] lets fail: an answer that would has to be sure.
struct Doubt {
  Threshold fail_on;
  Confidence min_confidence = Confidence::kMedium;

  // True for a claim that is less than sure, or that would fail a run.
  [[nodiscard]] bool Has(Severity severity, Confidence confidence) const {
    return confidence < Confidence::kHigh ||
           (fail_on.has_value() && severity >= *fail_on && confidence >= min_confidence);
  }
};

class Task {
 public:
  virtual ~Task() = default;
  [[nodiscard]] virtual const Prompt& prompt() const = 0;
  [[nodiscard]] virtual size_t size() const = 0;
  // Of an item: the element's full name, and what is sent of it.
  [[nodiscard]] virtual std::string NameOf(size_t item) const = 0;
  [[nodiscard]] virtual Json DataOf(size_t item) const = 0;
  // Takes what a valid answer about these items says. `answers` has one value an item, in the same
  // order.
  virtual void Take(std::span<const size_t> items, const std::vector<Json>& answers) = 0;

  // How often these items were asked before: answers to a repeated question are kept apart.
  [[nodiscard]] virtual size_t ballot() const { return 0; }
  // Whether an answer should be heard again.
  [[nodiscard]] virtual bool IsDoubtful(size_t /*item*/, const Json& /*answer*/,
                                        const Doubt& /*doubt*/) const {
    return false;
  }
  // One answer that says what most of several valid ones say; ties take the higher severity.
  [[nodiscard]] virtual Json MajorityOf(size_t /*item*/, const std::vector<Json>& answers) {
    return answers.front();
  }
};

// The id under which the n-th of the items of a question stands in it: "1", "2", ...
[[nodiscard]] std::string ItemId(size_t place);

[[nodiscard]] Question QuestionAbout(const Task& task, std::span<const size_t> items,
                                     int64_t max_output_tokens);

// The same with what was wrong with the first answer.
[[nodiscard]] Question AskAgain(Question question, const std::vector<std::string>& problems);

// The answer's value for each item, in their order; or what is wrong with it: no JSON, not as the
// schema has it, or not exactly one entry an id.
struct ReadItems {
  std::vector<Json> values;
  std::vector<std::string> problems;
};
[[nodiscard]] ReadItems ReadAnswerItems(const Task& task, size_t count, std::string_view text);

}  // namespace protowarden::llm
