// SPDX-License-Identifier: Apache-2.0
//
// A position range in a source file.
#pragma once

#include <compare>
#include <cstdint>

namespace protowarden {

// Lines and columns are 1-based; the end is exclusive, as in SourceCodeInfo plus one. Columns of a
// source file count what a reader sees, as buf does (base/text_width.h). Those of a descriptor set
// are what its maker counted: protoc counts bytes, with tabs up to the next multiple of eight. All
// zero means that the position is unknown (for example in a descriptor set without source info).
struct Span {
  int32_t line = 0;
  int32_t column = 0;
  int32_t end_line = 0;
  int32_t end_column = 0;

  [[nodiscard]] bool known() const { return line > 0; }
  friend auto operator<=>(const Span&, const Span&) = default;
};

}  // namespace protowarden
