// SPDX-License-Identifier: Apache-2.0
//
// The question what a change of messages, enums and services may break.
#pragma once

#include <vector>

#include "llm/reviewer/changed_elements.h"
#include "llm/reviewer/task.h"

namespace protowarden::llm {

class CompatibilityTask : public Task {
 public:
  CompatibilityTask(Prompt prompt, std::vector<ChangedElement> elements)
      : prompt_(std::move(prompt)), elements_(std::move(elements)) {}

  [[nodiscard]] const Prompt& prompt() const override { return prompt_; }
  [[nodiscard]] size_t size() const override { return elements_.size(); }
  [[nodiscard]] std::string NameOf(size_t item) const override { return elements_[item].element; }
  [[nodiscard]] Json DataOf(size_t item) const override;
  void Take(std::span<const size_t> items, const std::vector<Json>& answers) override;

  [[nodiscard]] bool IsDoubtful(size_t item, const Json& answer, const Doubt& doubt) const override;
  // Findings are the same that are about the same element.
  [[nodiscard]] Json MajorityOf(size_t item, const std::vector<Json>& answers) override;

  // What the answers said. A finding that the rules have on the same element, at least as severe,
  // is an opinion about that one instead.
  std::vector<Finding> findings;
  std::vector<SecondOpinion> opinions;
  size_t dropped = 0;  // claims without evidence

 private:
  void TakeFinding(const ChangedElement& element, const Json& claim);
  void TakeOpinion(const ChangedElement& element, const Json& claim);

  Prompt prompt_;
  std::vector<ChangedElement> elements_;
};

}  // namespace protowarden::llm
