// SPDX-License-Identifier: Apache-2.0
#include "rules/wire/number_ranges.h"

#include <fmt/format.h>

#include <algorithm>

namespace protowarden::rules {

using schema::NumberRange;

std::vector<NumberRange> Coalesce(std::vector<NumberRange> ranges) {
  std::sort(ranges.begin(), ranges.end(),
            [](const NumberRange& a, const NumberRange& b) { return a.start < b.start; });
  std::vector<NumberRange> merged;
  for (const NumberRange& range : ranges) {
    if (!merged.empty() && range.start <= merged.back().end + 1) {
      merged.back().end = std::max(merged.back().end, range.end);
    } else {
      merged.push_back(range);
    }
  }
  return merged;
}

std::vector<NumberRange> Subtract(const NumberRange& range,
                                  const std::vector<NumberRange>& covered) {
  std::vector<NumberRange> missing;
  int64_t next = range.start;
  for (const NumberRange& cover : covered) {
    if (cover.end < next) continue;
    if (cover.start > range.end) break;
    if (cover.start > next) missing.push_back({next, cover.start - 1, {}});
    next = cover.end + 1;
  }
  if (next <= range.end) missing.push_back({next, range.end, {}});
  return missing;
}

std::string RangeText(const NumberRange& range, int64_t max) {
  if (range.start == range.end) return fmt::format("[{}]", range.start);
  if (range.end == max) return fmt::format("[{},max]", range.start);
  return fmt::format("[{},{}]", range.start, range.end);
}

}  // namespace protowarden::rules
