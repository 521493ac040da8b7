// SPDX-License-Identifier: Apache-2.0
#include "analyzer/load/source_index.h"

#include <algorithm>

#include "analyzer/base/text_width.h"

namespace protowarden::load {
namespace {

// A tab advances to the next multiple of eight, counted from zero.
int32_t NextTokenizerColumn(int32_t column, char c) {
  return c == '\t' ? ((column - 1) / 8 + 1) * 8 + 1 : column + 1;
}

}  // namespace

SourceIndex::SourceIndex(std::string_view text) : text_(text), line_starts_{0} {
  for (size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
    line_starts_.push_back(at + 1);
  }
  plain_ = std::none_of(text.begin(), text.end(),
                        [](char c) { return c == '\t' || static_cast<unsigned char>(c) >= 0x80; });
}

size_t SourceIndex::Offset(int32_t line, int32_t column) const {
  const auto index = static_cast<size_t>(std::max(line, 1)) - 1;
  if (index >= line_starts_.size()) return text_.size();
  size_t offset = line_starts_[index];
  for (int32_t at = 1; at < column && offset < text_.size(); ++offset) {
    at = NextTokenizerColumn(at, text_[offset]);
  }
  return offset;
}

Span SourceIndex::Position(size_t offset) const {
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  const auto line = static_cast<int32_t>(after - line_starts_.begin());
  int32_t column = 1;
  for (size_t at = *(after - 1); at < offset && at < text_.size(); ++at) {
    column = NextTokenizerColumn(column, text_[at]);
  }
  return {line, column, line, column};
}

int32_t SourceIndex::ShownColumn(int32_t line, int32_t column) const {
  const size_t start = LineStart(line);
  const std::string_view before = text_.substr(start, Offset(line, column) - start);
  return static_cast<int32_t>(NextColumn(0, before)) + 1;
}

Span SourceIndex::Shown(const Span& span) const {
  if (plain_ || !span.known()) return span;
  return {span.line, ShownColumn(span.line, span.column), span.end_line,
          ShownColumn(span.end_line, span.end_column)};
}

}  // namespace protowarden::load
