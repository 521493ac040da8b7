// SPDX-License-Identifier: Apache-2.0
//
// How well an inventory agrees with a reference: plain data that owns itself; rules/pii/verify.h
// fills it, report writers show it.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/engine/finding.h"
#include "analyzer/engine/sensitivity.h"

namespace protowarden {

struct Score {
  size_t right = 0;
  size_t total = 0;

  // 1 when there is nothing to get wrong.
  [[nodiscard]] double Ratio() const {
    return total == 0 ? 1 : static_cast<double>(right) / static_cast<double>(total);
  }
};

// A row of the reference that the classification disagrees with.
struct Mistake {
  std::string kind;     // "field", "type", "message", "method", "audit"
  std::string element;  // as the reference names it
  std::string expected;
  std::string found;   // empty: the schema has no such element
  std::string reason;  // why the classifier said so
  Location location;
};

struct Verification {
  Score fields;    // levels
  Score types;     // of those the reference names
  Score messages;  // levels
  Score methods;   // level and audit flag
  // confusion[reference][found], indexed by Sensitivity; found 0: no such field.
  std::array<std::array<size_t, 5>, 5> confusion{};
  size_t left_open = 0;  // fields of the schema that the reference does not mention
  std::vector<Mistake> mistakes;

  // Whether a field holds personal data at all.
  [[nodiscard]] Score Precision() const;
  [[nodiscard]] Score Recall() const;
  [[nodiscard]] double F1() const;
  [[nodiscard]] Score HighRecall() const;
  // Fields, messages and methods each reach the share.
  [[nodiscard]] bool Reaches(double accuracy) const;
};

}  // namespace protowarden
