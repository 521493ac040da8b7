// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/validation/number_set.h"

#include <algorithm>
#include <utility>

namespace protowarden::rules::semantic {

NumberSet::NumberSet(std::vector<Interval> intervals) {
  std::erase_if(intervals, [](const Interval& item) { return item.low > item.high; });
  std::sort(intervals.begin(), intervals.end(),
            [](const Interval& a, const Interval& b) { return a.low < b.low; });
  for (const Interval& item : intervals) {
    if (!intervals_.empty() && item.low <= intervals_.back().high + 1) {
      intervals_.back().high = std::max(intervals_.back().high, item.high);
    } else {
      intervals_.push_back(item);
    }
  }
}

NumberSet NumberSet::Range(Wide low, Wide high) {
  return NumberSet(std::vector<Interval>{{low, high}});
}

NumberSet NumberSet::Points(const std::vector<Wide>& points) {
  std::vector<Interval> intervals;
  intervals.reserve(points.size());
  for (const Wide point : points) intervals.push_back({point, point});
  return NumberSet(std::move(intervals));
}

bool NumberSet::Contains(Wide number) const {
  const auto after =
      std::upper_bound(intervals_.begin(), intervals_.end(), number,
                       [](Wide value, const Interval& item) { return value < item.low; });
  return after != intervals_.begin() && number <= std::prev(after)->high;
}

bool NumberSet::IsSubsetOf(const NumberSet& other) const { return Without(other).empty(); }

NumberSet NumberSet::Intersect(const NumberSet& other) const {
  NumberSet common;
  auto a = intervals_.begin();
  auto b = other.intervals_.begin();
  while (a != intervals_.end() && b != other.intervals_.end()) {
    const Wide low = std::max(a->low, b->low);
    const Wide high = std::min(a->high, b->high);
    if (low <= high) common.intervals_.push_back({low, high});
    if (a->high < b->high) {
      ++a;
    } else {
      ++b;
    }
  }
  return common;
}

NumberSet NumberSet::Unite(const NumberSet& other) const {
  std::vector<Interval> all = intervals_;
  all.insert(all.end(), other.intervals_.begin(), other.intervals_.end());
  return NumberSet(std::move(all));
}

NumberSet NumberSet::Without(const NumberSet& other) const {
  NumberSet rest;
  auto hole = other.intervals_.begin();
  for (Interval item : intervals_) {
    while (hole != other.intervals_.end() && hole->high < item.low) ++hole;
    for (auto at = hole; at != other.intervals_.end() && at->low <= item.high; ++at) {
      if (item.low < at->low) rest.intervals_.push_back({item.low, at->low - 1});
      item.low = at->high + 1;
    }
    if (item.low <= item.high) rest.intervals_.push_back(item);
  }
  return rest;
}

Wide NumberSet::NearestToZero() const {
  const auto nearest_in = [](const Interval& item) {
    return std::clamp(Wide{0}, item.low, item.high);
  };
  const auto size = [](Wide number) { return number < 0 ? -number : number; };
  Wide nearest = nearest_in(intervals_.front());
  for (const Interval& item : intervals_) {
    const Wide candidate = nearest_in(item);
    if (size(candidate) <= size(nearest)) nearest = candidate;
  }
  return nearest;
}

}  // namespace protowarden::rules::semantic
