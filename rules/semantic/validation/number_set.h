// SPDX-License-Identifier: Apache-2.0
//
// A set of whole numbers as a union of intervals: exact for every 64-bit integer, and through an
// order-preserving mapping for float, double and nanoseconds (number_domain.h).
#pragma once

#include <vector>

namespace protowarden::rules::semantic {

// Wider than 64 bits: holds int64, uint64 and nanoseconds of every timestamp.
__extension__ using Wide = __int128;

class NumberSet {
 public:
  // Inclusive on both sides.
  struct Interval {
    Wide low;
    Wide high;
    friend bool operator==(const Interval&, const Interval&) = default;
  };

  NumberSet() = default;  // empty
  // Empty where low > high. Intervals may overlap and come in any order.
  explicit NumberSet(std::vector<Interval> intervals);
  [[nodiscard]] static NumberSet Range(Wide low, Wide high);
  [[nodiscard]] static NumberSet Points(const std::vector<Wide>& points);

  // Sorted, disjoint and not adjacent.
  [[nodiscard]] const std::vector<Interval>& intervals() const { return intervals_; }
  [[nodiscard]] bool empty() const { return intervals_.empty(); }
  [[nodiscard]] bool Contains(Wide number) const;
  [[nodiscard]] bool IsSubsetOf(const NumberSet& other) const;

  [[nodiscard]] NumberSet Intersect(const NumberSet& other) const;
  [[nodiscard]] NumberSet Unite(const NumberSet& other) const;
  [[nodiscard]] NumberSet Without(const NumberSet& other) const;

  // Of a set that is not empty: the number nearest to zero, the positive one of two.
  [[nodiscard]] Wide NearestToZero() const;

  friend bool operator==(const NumberSet&, const NumberSet&) = default;

 private:
  std::vector<Interval> intervals_;
};

}  // namespace protowarden::rules::semantic
