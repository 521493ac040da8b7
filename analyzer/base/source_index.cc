// SPDX-License-Identifier: Apache-2.0
#include "analyzer/base/source_index.h"

#include <algorithm>

namespace protowarden {
namespace {

// A tab advances to the next multiple of eight, counted from zero.
int32_t NextColumn(int32_t column, char c) {
  return c == '\t' ? ((column - 1) / 8 + 1) * 8 + 1 : column + 1;
}

}  // namespace

SourceIndex::SourceIndex(std::string_view text) : text_(text), line_starts_{0} {
  for (size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
    line_starts_.push_back(at + 1);
  }
}

size_t SourceIndex::Offset(int32_t line, int32_t column) const {
  const auto index = static_cast<size_t>(std::max(line, 1)) - 1;
  if (index >= line_starts_.size()) return text_.size();
  size_t offset = line_starts_[index];
  for (int32_t at = 1; at < column && offset < text_.size(); ++offset) {
    at = NextColumn(at, text_[offset]);
  }
  return offset;
}

Span SourceIndex::Position(size_t offset) const {
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  const auto line = static_cast<int32_t>(after - line_starts_.begin());
  int32_t column = 1;
  for (size_t at = *(after - 1); at < offset && at < text_.size(); ++at) {
    column = NextColumn(column, text_[at]);
  }
  return {line, column, line, column};
}

}  // namespace protowarden
