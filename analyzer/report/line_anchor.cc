// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/line_anchor.h"

#include <algorithm>

#include "analyzer/base/text.h"

namespace protowarden::report {
namespace {

// A line further away says nothing about the place.
constexpr size_t kMostLinesAbove = 200;

int32_t Height(const Span& span) { return std::max(span.end_line - span.line, 0); }

// Braces and blank lines are everywhere.
bool IsTelling(std::string_view line) {
  return std::any_of(line.begin(), line.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  });
}

}  // namespace

bool NeedsAnchor(const Finding& finding) {
  if (finding.location.file.empty() || !finding.against.span.known()) return false;
  if (finding.change != ChangeKind::kRemoved) return false;
  const Span& at = finding.location.span;
  return !at.known() || Height(at) > Height(finding.against.span);
}

std::optional<LineAnchor> FindAnchor(const Finding& finding,
                                     const std::vector<std::string_view>& before,
                                     const std::vector<std::string_view>& after) {
  const Span& block = finding.location.span;
  const size_t first = block.known() ? static_cast<size_t>(block.line) - 1 : 0;
  const size_t end =
      block.known() ? std::min(static_cast<size_t>(block.end_line), after.size()) : after.size();
  const auto gone = static_cast<size_t>(finding.against.span.line) - 1;
  if (first >= end || gone > before.size()) return std::nullopt;
  const auto anchor = [&](size_t line) {
    std::string_view text = after[line];
    if (text.ends_with('\r')) text.remove_suffix(1);
    return LineAnchor{static_cast<int32_t>(line) + 1, std::string(text)};
  };
  const size_t stop = gone > kMostLinesAbove ? gone - kMostLinesAbove : 0;
  for (size_t above = gone; above-- > stop;) {
    const std::string_view line = Trim(before[above]);
    if (!IsTelling(line)) continue;
    for (size_t i = first; i < end; ++i) {
      if (Trim(after[i]) == line) return anchor(i);
    }
  }
  return anchor(first);
}

}  // namespace protowarden::report
