// SPDX-License-Identifier: Apache-2.0
//
// Laying text out in terminal columns: widths, wrapping, source lines with an underline.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace protowarden::report {

// Columns that a terminal needs for printable UTF-8 text; wide East Asian characters take two.
[[nodiscard]] size_t DisplayWidth(std::string_view text);

// Breaks printable text at spaces so that lines fit into `width`; words longer than that stay
// whole. The first line is not indented (the caller has written a label), later ones by `indent`;
// `used` columns of the first line are taken. No newline at the end.
[[nodiscard]] std::string Wrap(std::string_view text, size_t width, size_t used, size_t indent);

// "1204" -> "1,204".
[[nodiscard]] std::string Thousands(size_t number);

// A source line as it is shown, with the columns to underline.
struct ShownLine {
  std::string text;      // printable, tabs expanded, cut to the width
  size_t underline = 0;  // first column, 0-based
  size_t length = 0;     // at least 1
};

// Shows a line of source. `column` and `end_column` are those of a Span (1-based, bytes, tabs to
// multiples of eight); end_column 0 underlines up to the end of the line. A long line is cut around
// the underlined part.
[[nodiscard]] ShownLine ShowLine(std::string_view line, int column, int end_column, size_t width);

}  // namespace protowarden::report
