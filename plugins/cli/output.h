// SPDX-License-Identifier: Apache-2.0
//
// Where results go: standard output or a file that is replaced as a whole.
#pragma once

#include <string>
#include <string_view>

#include "analyzer/base/result.h"
#include "analyzer/report/report.h"

namespace protowarden::cli {

// Writes to standard output, or to `path` through a temporary file that is flushed to disk and
// renamed, so that a reader never sees half a report. An existing file is replaced only if
// `replace`.
[[nodiscard]] Status WriteOutput(std::string_view text, const std::string& path,
                                 bool replace = true);

// What could not be analysed, on standard error: for commands whose output has no place for it.
void TellProblems(const std::vector<schema::Diagnostic>& diagnostics);

// Writes all of a text to an open file; false with errno set when that fails.
[[nodiscard]] bool WriteAll(int file, std::string_view text);

// --color auto|always|never, NO_COLOR (https://no-color.org) and whether stdout is a terminal.
[[nodiscard]] bool UseColor(const std::string& choice, const std::string& output_path);

// Columns of the terminal, 100 when there is none.
[[nodiscard]] size_t TerminalWidth();

}  // namespace protowarden::cli
