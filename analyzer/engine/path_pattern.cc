// SPDX-License-Identifier: Apache-2.0
#include "analyzer/engine/path_pattern.h"

#include <vector>

namespace protowarden {
namespace {

// Simulates the pattern as a state machine: linear in path times pattern, whatever the pattern.
// Returns true when it matches the whole path or a folder above it.
bool GlobMatches(std::string_view pattern, std::string_view path) {
  std::vector<char> states(pattern.size() + 1, 0);
  // Stars match nothing, too.
  const auto close = [&](std::vector<char>& set) {
    for (size_t i = 0; i < pattern.size(); ++i) {
      if (set[i] == 0 || pattern[i] != '*') continue;
      set[i + 1] = 1;
      // "**/" also matches no folder at all.
      if (pattern.substr(i, 3) == "**/") set[i + 3] = 1;
    }
  };
  states[0] = 1;
  close(states);
  for (const char c : path) {
    if (c == '/' && states[pattern.size()] != 0) return true;
    std::vector<char> next(pattern.size() + 1, 0);
    for (size_t i = 0; i < pattern.size(); ++i) {
      if (states[i] == 0) continue;
      const bool double_star =
          pattern[i] == '*' &&
          ((i + 1 < pattern.size() && pattern[i + 1] == '*') || (i > 0 && pattern[i - 1] == '*'));
      if (pattern[i] == '*') {
        if (c != '/' || double_star) next[i] = 1;
      } else if (pattern[i] == c || (pattern[i] == '?' && c != '/')) {
        next[i + 1] = 1;
      }
    }
    close(next);
    states = std::move(next);
  }
  return states[pattern.size()] != 0;
}

}  // namespace

bool PathMatches(std::string_view pattern, std::string_view path) {
  while (pattern.starts_with("./")) pattern.remove_prefix(2);
  while (pattern.ends_with('/')) pattern.remove_suffix(1);
  if (pattern.empty() || pattern == ".") return true;
  if (pattern.find_first_of("*?") != std::string_view::npos) return GlobMatches(pattern, path);
  return path.starts_with(pattern) &&
         (path.size() == pattern.size() || path[pattern.size()] == '/');
}

}  // namespace protowarden
