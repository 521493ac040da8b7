// SPDX-License-Identifier: Apache-2.0
//
// The source lines of a finding, like a small diff:
//
//     11   | message Task {
//     13 - |   string description = 2;
//          |   ^~~~~~~~~~~~~~~~~~~~~~~
#pragma once

#include <string>
#include <vector>

#include "analyzer/report/report.h"
#include "analyzer/report/style.h"

namespace protowarden::report {

// One line of a small diff; refers to the entry.
struct SourceRow {
  enum class Sign : unsigned char { kNone, kRemoved, kAdded };
  Sign sign = Sign::kNone;
  bool underlined = false;
  const Span& span;
  const std::string& line;
};

// Which lines to show. buf reports what is gone from a message or enum at the whole block: its
// first line then gives context to the line that is gone.
[[nodiscard]] std::vector<SourceRow> SourceRows(const Entry& entry);

// Empty when no line is known, else lines that each end with a newline.
[[nodiscard]] std::string RenderSource(const Entry& entry, const Style& style, size_t indent,
                                       size_t width);

}  // namespace protowarden::report
