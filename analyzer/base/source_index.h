// SPDX-License-Identifier: Apache-2.0
//
// Converts between byte offsets of a source text and the tokenizer's lines and columns.
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
  [[nodiscard]] size_t LineStart(int32_t line) const { return Offset(line, 1); }
  // Position of a byte; the span is empty.
  [[nodiscard]] Span Position(size_t offset) const;

 private:
  std::string_view text_;
  std::vector<size_t> line_starts_;
};

}  // namespace protowarden
