// SPDX-License-Identifier: Apache-2.0
#include "analyzer/engine/verification.h"

namespace protowarden {
namespace {

constexpr size_t kPublic = static_cast<size_t>(Sensitivity::kPublic);
constexpr size_t kHigh = static_cast<size_t>(Sensitivity::kHigh);

}  // namespace

Score Verification::Precision() const {
  Score score;
  for (size_t expected = kPublic; expected <= kHigh; ++expected) {
    for (size_t found = kPublic + 1; found <= kHigh; ++found) {
      score.total += confusion.at(expected).at(found);
      if (expected != kPublic) score.right += confusion.at(expected).at(found);
    }
  }
  return score;
}

Score Verification::Recall() const {
  Score score;
  for (size_t expected = kPublic + 1; expected <= kHigh; ++expected) {
    for (size_t found = 0; found <= kHigh; ++found) {
      score.total += confusion.at(expected).at(found);
      if (found > kPublic) score.right += confusion.at(expected).at(found);
    }
  }
  return score;
}

double Verification::F1() const {
  const double precision = Precision().Ratio();
  const double recall = Recall().Ratio();
  return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
}

Score Verification::HighRecall() const {
  Score score;
  for (const size_t count : confusion.at(kHigh)) score.total += count;
  score.right = confusion.at(kHigh).at(kHigh);
  return score;
}

bool Verification::Reaches(double accuracy) const {
  return fields.Ratio() >= accuracy && messages.Ratio() >= accuracy && methods.Ratio() >= accuracy;
}

}  // namespace protowarden
