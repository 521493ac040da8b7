// SPDX-License-Identifier: Apache-2.0
#include "rules/url_template.h"

#include <algorithm>
#include <cctype>

#include "analyzer/base/text.h"

namespace protowarden::rules {
namespace {

constexpr std::string_view kOne = "*";
constexpr std::string_view kAny = "**";
// Longer templates are no API's and are only compared as they are.
constexpr size_t kManySegments = 32;

bool IsFieldPath(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char letter) {
    return std::isalnum(letter) != 0 || letter == '_' || letter == '.';
  });
}

// What stands between the braces: `name` or `name=pattern`.
void AddVariable(std::string_view inside, UrlTemplate& url) {
  const size_t equals = inside.find('=');
  const bool has_pattern = equals != std::string_view::npos;
  const std::string_view name = Trim(inside.substr(0, equals));
  const std::string_view pattern = has_pattern ? Trim(inside.substr(equals + 1)) : kOne;
  const size_t first = url.segments.size();
  for (const std::string_view segment : Split(pattern, '/')) url.segments.emplace_back(segment);
  if (IsFieldPath(name)) {
    url.variables.push_back({std::string(name), has_pattern, first, url.segments.size() - first});
  }
}

}  // namespace

UrlTemplate ParseUrlTemplate(std::string_view path) {
  UrlTemplate url;
  while (!path.empty()) {
    const size_t end = path.find_first_of("/{:");
    if (end != 0) url.segments.emplace_back(path.substr(0, end));
    if (end == std::string_view::npos) break;
    const char found = path[end];
    path.remove_prefix(end + 1);
    if (found == '{') {
      const size_t close = path.find('}');
      if (close == std::string_view::npos) break;
      AddVariable(path.substr(0, close), url);
      path.remove_prefix(close + 1);
    } else if (found == ':') {
      // The verb ends the template; elsewhere a colon is a letter like others.
      if (path.find_first_of("/{") == std::string_view::npos) {
        url.verb = path;
        break;
      }
      url.segments.emplace_back(":");
    }
  }
  return url;
}

bool Covers(const UrlTemplate& wide, const UrlTemplate& narrow) {
  if (wide.verb != narrow.verb) return false;
  if (wide.segments == narrow.segments) return true;
  if (std::max(wide.segments.size(), narrow.segments.size()) > kManySegments) return false;
  // covered[j]: the segments of `narrow` from j on are covered by those of `wide` from i on.
  const size_t length = narrow.segments.size();
  std::vector<bool> covered(length + 1, false);
  covered[length] = true;
  for (size_t i = wide.segments.size(); i-- > 0;) {
    const std::string& segment = wide.segments[i];
    std::vector<bool> next(length + 1, false);
    next[length] = segment == kAny && covered[length];
    for (size_t j = length; j-- > 0;) {
      const std::string& other = narrow.segments[j];
      if (segment == kAny) {
        next[j] = covered[j] || next[j + 1];
      } else {
        next[j] = covered[j + 1] && (segment == other || (segment == kOne && other != kAny));
      }
    }
    covered = std::move(next);
  }
  return covered[0];
}

}  // namespace protowarden::rules
