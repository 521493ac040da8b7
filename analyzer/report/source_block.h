// SPDX-License-Identifier: Apache-2.0
//
// The source lines of a finding, like a small diff:
//
//     11   | message Task {
//     13 - |   string description = 2;
//          |   ^~~~~~~~~~~~~~~~~~~~~~~
#pragma once

#include <string>

#include "analyzer/report/report.h"
#include "analyzer/report/style.h"

namespace protowarden::report {

// Empty when no line is known, else lines that each end with a newline.
[[nodiscard]] std::string RenderSource(const Entry& entry, const Style& style, size_t indent,
                                       size_t width);

}  // namespace protowarden::report
