// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/documented/sort_direction.h"

#include <algorithm>
#include <array>

#include "analyzer/base/text.h"

namespace protowarden::rules::semantic::documented {

std::string SortDirection(std::string_view words) {
  static constexpr std::array<std::string_view, 15> kDown = {
      "descending", "desc", "newest", "most recent",   "latest", "largest", "highest", "decreasing",
      "reverse",    "lifo", "best",   "most relevant", "z to a", "z-a",     "longest"};
  static constexpr std::array<std::string_view, 17> kUp = {
      "ascending",     "asc",      "oldest",     "least recent", "earliest",      "smallest",
      "lowest",        "worst",    "increasing", "fifo",         "chronological", "alphabetical",
      "lexicographic", "cheapest", "closest",    "nearest",      "a to z"};
  const std::string lower = ToLower(words);
  if (lower.starts_with("most ") || lower.starts_with("more ")) return "down";
  if (lower.starts_with("least ") || lower.starts_with("less ")) return "up";
  const auto first = [&](const auto& names) {
    size_t place = std::string::npos;
    for (const std::string_view name : names) place = std::min(place, lower.find(name));
    return place;
  };
  const size_t down = first(kDown);
  const size_t up = first(kUp);
  if (down == up) return {};  // neither
  return down < up ? "down" : "up";
}

}  // namespace protowarden::rules::semantic::documented
