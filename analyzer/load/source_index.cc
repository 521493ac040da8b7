// SPDX-License-Identifier: Apache-2.0
#include "analyzer/load/source_index.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace protowarden::load {
namespace {

// A tab advances to the next multiple of eight, counted from zero.
int32_t NextColumn(int32_t column, char c) {
  return c == '\t' ? ((column - 1) / 8 + 1) * 8 + 1 : column + 1;
}

// Bytes of a line between two marks.
constexpr size_t kMarkDistance = 1024;

}  // namespace

SourceIndex::SourceIndex(std::string_view text) : text_(text), line_starts_{0} {
  for (size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
    line_starts_.push_back(at + 1);
  }
  for (size_t i = 0; i < line_starts_.size(); ++i) {
    const size_t end = i + 1 < line_starts_.size() ? line_starts_[i + 1] : text.size();
    if (end - line_starts_[i] <= kMarkDistance) continue;
    int32_t column = 1;
    for (size_t at = line_starts_[i]; at < end; ++at) {
      const bool due = (at - line_starts_[i]) % kMarkDistance == 0 && at > line_starts_[i];
      if (due) marks_.push_back({static_cast<int32_t>(i) + 1, column, at});
      column = NextColumn(column, text[at]);
    }
  }
}

SourceIndex::Mark SourceIndex::MarkBefore(int32_t line, int32_t column) const {
  const auto after = std::upper_bound(marks_.begin(), marks_.end(), std::pair{line, column},
                                      [](const std::pair<int32_t, int32_t>& key, const Mark& mark) {
                                        return key < std::pair{mark.line, mark.column};
                                      });
  if (after != marks_.begin() && std::prev(after)->line == line) return *std::prev(after);
  return {line, 1, line_starts_[static_cast<size_t>(line) - 1]};
}

SourceIndex::Mark SourceIndex::MarkBefore(size_t offset) const {
  const auto next_line = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  const auto line = static_cast<int32_t>(next_line - line_starts_.begin());
  const auto after =
      std::upper_bound(marks_.begin(), marks_.end(), offset,
                       [](size_t key, const Mark& mark) { return key < mark.offset; });
  if (after != marks_.begin() && std::prev(after)->line == line) return *std::prev(after);
  return {line, 1, *std::prev(next_line)};
}

size_t SourceIndex::Offset(int32_t line, int32_t column) const {
  line = std::max(line, 1);
  if (static_cast<size_t>(line) > line_starts_.size()) return text_.size();
  Mark at = MarkBefore(line, column);
  for (; at.column < column && at.offset < text_.size(); ++at.offset) {
    at.column = NextColumn(at.column, text_[at.offset]);
  }
  return at.offset;
}

Span SourceIndex::Position(size_t offset) const {
  Mark at = MarkBefore(offset);
  for (; at.offset < offset && at.offset < text_.size(); ++at.offset) {
    at.column = NextColumn(at.column, text_[at.offset]);
  }
  return {at.line, at.column, at.line, at.column};
}

}  // namespace protowarden::load
