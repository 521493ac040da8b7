// SPDX-License-Identifier: Apache-2.0
//
// Which sentence of the new comment is which sentence of the old one, wherever it stands now.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "rules/semantic/documented/sentences.h"

namespace protowarden::rules::semantic::documented {

struct Alignment {
  struct Match {
    size_t before;
    size_t after;
    double similarity;  // 1 for the same words in the same order
  };
  std::vector<Match> same;
  std::vector<Match> similar;  // each sentence at most once
  // The only sentences between the same neighbours: one stands where the other one stood.
  std::vector<Match> replaced;
  std::vector<size_t> removed;
  std::vector<size_t> added;
};

[[nodiscard]] Alignment Align(const std::vector<Sentence>& before,
                              const std::vector<Sentence>& after);

// The share of common words of two texts, 0..1; words without meaning of their own count little.
[[nodiscard]] double Similarity(std::span<const std::string> before,
                                std::span<const std::string> after);

}  // namespace protowarden::rules::semantic::documented
