// SPDX-License-Identifier: Apache-2.0
//
// A language model as a judge of a labelled set: it is asked as in a review, and what it says of
// every single element and field is kept.
#pragma once

#include <optional>
#include <vector>

#include "analyzer/engine/reviewer.h"
#include "llm/cache.h"
#include "llm/reviewer/llm_reviewer.h"
#include "llm/reviewer/personal_data.h"

namespace protowarden::llm {

struct ElementAnswer {
  bool answered = false;
  std::vector<Finding> findings;
};

struct FieldAnswer {
  bool answered = false;
  std::optional<ClaimedLevel> level;  // nullopt also where the claim had no evidence
};

struct ModelAnswers {
  ReviewSummary summary;
  std::vector<ElementAnswer> elements;  // in the order of the questions
  std::vector<FieldAnswer> fields;
};

// All rounds share one budget. Not thread-safe.
class ModelJudge {
 public:
  ModelJudge(Settings settings, ReviewTools tools);

  // One round: everything in one run of requests, in parallel and in batches.
  [[nodiscard]] ModelAnswers Ask(const std::vector<ChangedElement>& elements,
                                 const std::vector<UnsureField>& fields);

 private:
  Settings settings_;
  ReviewTools tools_;
  Cache cache_;
  Budget budget_;
};

}  // namespace protowarden::llm
