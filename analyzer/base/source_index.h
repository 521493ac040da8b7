// SPDX-License-Identifier: Apache-2.0
//
// Converts the tokenizer's lines and columns to byte offsets and to columns as they are shown.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "analyzer/base/span.h"

namespace protowarden {

// Refers to `text`, which must outlive it.
class SourceIndex {
 public:
  explicit SourceIndex(std::string_view text);

  [[nodiscard]] std::string_view text() const { return text_; }
  // Byte offset of a 1-based position, at most the end of the text.
  [[nodiscard]] size_t Offset(int32_t line, int32_t column) const;
  // Position of a byte; the span is empty.
  [[nodiscard]] Span Position(size_t offset) const;
  // The same position in columns as they are shown, see base/span.h.
  [[nodiscard]] Span Shown(const Span& span) const;
  // Byte offset of a position whose column is counted as it is shown.
  [[nodiscard]] size_t OffsetOfShown(int32_t line, int32_t column) const;

 private:
  [[nodiscard]] bool IsShifted(int32_t line) const;
  [[nodiscard]] int32_t ShownColumn(int32_t line, int32_t column) const;
  // A known position inside a long line, so that columns need not be counted from its start.
  struct Mark {
    int32_t line;
    int32_t column;
    size_t offset;
    size_t shown;  // from zero
  };
  [[nodiscard]] Mark MarkBefore(int32_t line, int32_t column) const;
  [[nodiscard]] Mark MarkBefore(size_t offset) const;
  void MarkLine(int32_t line, size_t start, size_t end);

  std::string_view text_;
  std::vector<size_t> line_starts_;
  std::vector<Mark> marks_;  // in order
  // Whether the columns of a line may be shown elsewhere than where the tokenizer counts them, for
  // it has tabs or characters beyond ASCII. Empty when no line has.
  std::vector<bool> shifted_;
};

}  // namespace protowarden
