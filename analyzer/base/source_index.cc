// SPDX-License-Identifier: Apache-2.0
#include "analyzer/base/source_index.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "analyzer/base/text_width.h"

namespace protowarden {
namespace {

// A tab advances to the next multiple of eight, counted from zero.
int32_t NextTokenizerColumn(int32_t column, char c) {
  return c == '\t' ? ((column - 1) / 8 + 1) * 8 + 1 : column + 1;
}

// Bytes of a line between two marks.
constexpr size_t kMarkDistance = 1024;

}  // namespace

SourceIndex::SourceIndex(std::string_view text) : text_(text), line_starts_{0} {
  for (size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
    line_starts_.push_back(at + 1);
  }
  const auto shifts = [](char c) { return c == '\t' || static_cast<unsigned char>(c) >= 0x80; };
  const bool plain = std::none_of(text.begin(), text.end(), shifts);
  if (!plain) shifted_.resize(line_starts_.size());
  for (size_t i = 0; i < line_starts_.size(); ++i) {
    const size_t end = i + 1 < line_starts_.size() ? line_starts_[i + 1] : text.size();
    if (!plain) {
      const std::string_view line = text.substr(line_starts_[i], end - line_starts_[i]);
      shifted_[i] = std::any_of(line.begin(), line.end(), shifts);
    }
    if (end - line_starts_[i] <= kMarkDistance) continue;
    MarkLine(static_cast<int32_t>(i) + 1, line_starts_[i], end);
  }
}

void SourceIndex::MarkLine(int32_t line, size_t start, size_t end) {
  Mark at{line, 1, start, 0};
  size_t next_mark = start + kMarkDistance;
  while (at.offset < end) {
    const std::string_view rest = text_.substr(at.offset, end - at.offset);
    const std::string_view character = rest.substr(0, FirstCharacter(rest).length);
    for (const char c : character) at.column = NextTokenizerColumn(at.column, c);
    at.shown = NextColumn(at.shown, character);
    at.offset += character.size();
    if (at.offset < next_mark) continue;
    marks_.push_back(at);
    next_mark = at.offset + kMarkDistance;
  }
}

SourceIndex::Mark SourceIndex::MarkBefore(int32_t line, int32_t column) const {
  const auto after = std::upper_bound(marks_.begin(), marks_.end(), std::pair{line, column},
                                      [](const std::pair<int32_t, int32_t>& key, const Mark& mark) {
                                        return key < std::pair{mark.line, mark.column};
                                      });
  if (after != marks_.begin() && std::prev(after)->line == line) return *std::prev(after);
  return {line, 1, line_starts_[static_cast<size_t>(line) - 1], 0};
}

SourceIndex::Mark SourceIndex::MarkBefore(size_t offset) const {
  const auto next_line = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  const auto line = static_cast<int32_t>(next_line - line_starts_.begin());
  const auto after =
      std::upper_bound(marks_.begin(), marks_.end(), offset,
                       [](size_t key, const Mark& mark) { return key < mark.offset; });
  if (after != marks_.begin() && std::prev(after)->line == line) return *std::prev(after);
  return {line, 1, *std::prev(next_line), 0};
}

size_t SourceIndex::Offset(int32_t line, int32_t column) const {
  line = std::max(line, 1);
  if (static_cast<size_t>(line) > line_starts_.size()) return text_.size();
  Mark at = MarkBefore(line, column);
  for (; at.column < column && at.offset < text_.size(); ++at.offset) {
    at.column = NextTokenizerColumn(at.column, text_[at.offset]);
  }
  return at.offset;
}

Span SourceIndex::Position(size_t offset) const {
  Mark at = MarkBefore(offset);
  for (; at.offset < offset && at.offset < text_.size(); ++at.offset) {
    at.column = NextTokenizerColumn(at.column, text_[at.offset]);
  }
  return {at.line, at.column, at.line, at.column};
}

int32_t SourceIndex::ShownColumn(int32_t line, int32_t column) const {
  const size_t offset = Offset(line, column);
  Mark from = MarkBefore(std::max(line, 1), column);
  from.offset = std::min(from.offset, offset);
  const std::string_view before = text_.substr(from.offset, offset - from.offset);
  return static_cast<int32_t>(NextColumn(from.shown, before)) + 1;
}

size_t SourceIndex::OffsetOfShown(int32_t line, int32_t column) const {
  line = std::max(line, 1);
  if (shifted_.empty()) return Offset(line, column);
  if (static_cast<size_t>(line) > line_starts_.size()) return text_.size();
  const auto target = static_cast<size_t>(std::max(column, 1) - 1);
  const auto after = std::upper_bound(marks_.begin(), marks_.end(), std::pair{line, target},
                                      [](const std::pair<int32_t, size_t>& key, const Mark& mark) {
                                        return key < std::pair{mark.line, mark.shown};
                                      });
  const bool marked = after != marks_.begin() && std::prev(after)->line == line;
  size_t offset = marked ? std::prev(after)->offset : line_starts_[static_cast<size_t>(line) - 1];
  size_t shown = marked ? std::prev(after)->shown : 0;
  while (shown < target && offset < text_.size()) {
    const std::string_view rest = text_.substr(offset);
    const std::string_view character = rest.substr(0, FirstCharacter(rest).length);
    shown = NextColumn(shown, character);
    offset += character.size();
  }
  return offset;
}

bool SourceIndex::IsShifted(int32_t line) const {
  const size_t index = static_cast<size_t>(std::max(line, 1)) - 1;
  return index >= shifted_.size() || shifted_[index];
}

Span SourceIndex::Shown(const Span& span) const {
  if (shifted_.empty() || !span.known()) return span;
  if (!IsShifted(span.line) && !IsShifted(span.end_line)) return span;
  return {span.line, ShownColumn(span.line, span.column), span.end_line,
          ShownColumn(span.end_line, span.end_column)};
}

}  // namespace protowarden
