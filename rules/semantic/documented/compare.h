// SPDX-License-Identifier: Apache-2.0
//
// What two comments state differently. Reworded, moved and reformatted sentences state the same.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/engine/finding.h"
#include "rules/semantic/documented/document.h"
#include "rules/semantic/documented/statements.h"
#include "rules/semantic/documented/topic.h"

namespace protowarden::rules::semantic::documented {

struct Change {
  // One side of a statement; empty where nothing is said.
  struct Side {
    std::string value{};     // as written: "30 seconds"
    std::string sentence{};  // as written
    int32_t line = 0;
  };

  Topic topic = Topic::kDefault;
  std::string attribute{};
  Side before{};
  Side after{};
  // kLow where only one side says something, or where the sentences may be about different things.
  Confidence confidence = Confidence::kLow;

  [[nodiscard]] bool IsNew() const { return before.sentence.empty(); }
  [[nodiscard]] bool IsWithdrawn() const { return after.sentence.empty(); }
};

// Only what somebody may depend on: loosened limits and stronger promises are left out. Ordered by
// place in the new comment.
[[nodiscard]] std::vector<Change> CompareDocuments(const Document& before, const Document& after);
// The same for one of many pairs.
[[nodiscard]] std::vector<Change> CompareDocuments(const Document& before, const Document& after,
                                                   FactMemo& memo);

}  // namespace protowarden::rules::semantic::documented
