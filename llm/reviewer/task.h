// SPDX-License-Identifier: Apache-2.0
//
// A kind of question about many items: how some of them are asked together and what an answer
// means.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "llm/prompt.h"
#include "llm/question.h"

namespace protowarden::llm {

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
