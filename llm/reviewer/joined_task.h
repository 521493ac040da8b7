// SPDX-License-Identifier: Apache-2.0
//
// Tasks of one item each, asked as one: their items share batches, and each keeps its own results.
#pragma once

#include <vector>

#include "llm/reviewer/task.h"

namespace protowarden::llm {

class JoinedTask : public Task {
 public:
  // The parts must outlive the object and ask with `prompt`.
  JoinedTask(Prompt prompt, std::vector<Task*> parts)
      : prompt_(std::move(prompt)), parts_(std::move(parts)), answered_(parts_.size(), false) {}

  [[nodiscard]] const Prompt& prompt() const override { return prompt_; }
  [[nodiscard]] size_t size() const override { return parts_.size(); }
  [[nodiscard]] std::string NameOf(size_t item) const override { return parts_[item]->NameOf(0); }
  [[nodiscard]] Json DataOf(size_t item) const override { return parts_[item]->DataOf(0); }
  void Take(std::span<const size_t> items, const std::vector<Json>& answers) override {
    static constexpr size_t kOnly = 0;
    for (size_t place = 0; place < items.size(); ++place) {
      answered_[items[place]] = true;
      parts_[items[place]]->Take(std::span(&kOnly, 1), {answers[place]});
    }
  }

  [[nodiscard]] bool IsDoubtful(size_t item, const Json& answer,
                                const Doubt& doubt) const override {
    return parts_[item]->IsDoubtful(0, answer, doubt);
  }
  [[nodiscard]] Json MajorityOf(size_t item, const std::vector<Json>& answers) override {
    return parts_[item]->MajorityOf(0, answers);
  }

  [[nodiscard]] bool Answered(size_t item) const { return answered_[item]; }

 private:
  Prompt prompt_;
  std::vector<Task*> parts_;
  std::vector<bool> answered_;
};

}  // namespace protowarden::llm
