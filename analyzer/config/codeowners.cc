// SPDX-License-Identifier: Apache-2.0
#include "analyzer/config/codeowners.h"

#include <algorithm>
#include <string>

#include "analyzer/base/text.h"
#include "analyzer/engine/path_pattern.h"

namespace protowarden::config {
namespace {

// The pattern at the start of a line, which loses it. A backslash keeps a space in it.
std::string TakePattern(std::string_view& line) {
  std::string pattern;
  size_t i = 0;
  for (; i < line.size() && line[i] != ' ' && line[i] != '\t'; ++i) {
    if (line[i] == '\\' && i + 1 < line.size()) ++i;
    pattern.push_back(line[i]);
  }
  line.remove_prefix(i);
  return pattern;
}

// As in .gitignore: a slash at the start or in the middle anchors; `x/*` means files right in x.
bool Matches(std::string_view pattern, std::string_view path) {
  if (pattern == "*" || pattern == "**" || pattern == "/") return true;
  const bool anchored = pattern.find('/') < pattern.size() - 1;
  if (pattern.starts_with('/')) pattern.remove_prefix(1);
  if (pattern.ends_with("/*")) {
    const auto depth = [](std::string_view text) {
      return std::count(text.begin(), text.end(), '/');
    };
    if (pattern.find("**") == std::string_view::npos && depth(pattern) != depth(path)) return false;
  }
  return PathMatches(pattern, path) ||
         (!anchored && PathMatches("**/" + std::string(pattern), path));
}

}  // namespace

bool HasOwner(std::string_view codeowners, std::string_view path) {
  bool owned = false;
  for (std::string_view line : Split(codeowners, '\n')) {
    line = Trim(line.substr(0, line.find('#')));
    if (line.empty()) continue;
    const std::string pattern = TakePattern(line);
    if (Matches(pattern, path)) owned = !Trim(line).empty();
  }
  return owned;
}

}  // namespace protowarden::config
