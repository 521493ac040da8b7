// SPDX-License-Identifier: Apache-2.0
//
// The one stretch in which two sequences of words differ.
#pragma once

#include <cstddef>

namespace protowarden::rules::semantic::documented {

struct Difference {
  size_t begin = 0;   // the same words before it on both sides
  size_t before = 0;  // how many words it takes up
  size_t after = 0;
};

// All from the first word that differs to the last one. Linear.
template <typename Words>
[[nodiscard]] Difference FindDifference(const Words& before, const Words& after) {
  Difference difference{0, before.size(), after.size()};
  while (difference.before > 0 && difference.after > 0 &&
         before[difference.begin] == after[difference.begin]) {
    ++difference.begin;
    --difference.before;
    --difference.after;
  }
  while (difference.before > 0 && difference.after > 0 &&
         before[difference.begin + difference.before - 1] ==
             after[difference.begin + difference.after - 1]) {
    --difference.before;
    --difference.after;
  }
  return difference;
}

}  // namespace protowarden::rules::semantic::documented
