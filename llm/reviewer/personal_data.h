// SPDX-License-Identifier: Apache-2.0
//
// The question whether fields that the classifier is unsure of hold personal data.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "llm/reviewer/changed_elements.h"
#include "llm/reviewer/task.h"

namespace protowarden::llm {

// What a model says about a field, with evidence unless it is PUBLIC.
struct ClaimedLevel {
  Sensitivity level = Sensitivity::kPublic;
  Confidence confidence = Confidence::kLow;
  std::string reason;
};

class PersonalDataTask : public Task {
 public:
  PersonalDataTask(Prompt prompt, std::vector<UnsureField> fields)
      : levels(fields.size()), prompt_(std::move(prompt)), fields_(std::move(fields)) {}

  [[nodiscard]] const Prompt& prompt() const override { return prompt_; }
  [[nodiscard]] size_t size() const override { return fields_.size(); }
  [[nodiscard]] std::string NameOf(size_t item) const override {
    return fields_[item].record->element;
  }
  [[nodiscard]] Json DataOf(size_t item) const override;
  [[nodiscard]] bool IsDoubtful(size_t item, const Json& answer, const Doubt& doubt) const override;
  [[nodiscard]] Json MajorityOf(size_t item, const std::vector<Json>& answers) override;
  // Only a higher level than the classifier's is a finding.
  void Take(std::span<const size_t> items, const std::vector<Json>& answers) override;

  std::vector<Finding> findings;
  std::vector<std::optional<ClaimedLevel>> levels;  // by item
  size_t dropped = 0;                               // claims without evidence

 private:
  // Above the level that needs no evidence.
  [[nodiscard]] bool Raises(size_t item, Sensitivity level) const;
  // False for a level that would have to be shown and is not.
  [[nodiscard]] bool IsShown(size_t item, const Json& claim) const;
  void TakeAnswer(size_t item, const Json& claim);
  [[nodiscard]] Finding FindingOf(const UnsureField& field, const ClaimedLevel& claimed,
                                  const Json& claim) const;

  Prompt prompt_;
  std::vector<UnsureField> fields_;
};

}  // namespace protowarden::llm
