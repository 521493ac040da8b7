// SPDX-License-Identifier: Apache-2.0
//
// Where results go: standard output or a file that is replaced as a whole.
#pragma once

#include <string>
#include <string_view>

#include "analyzer/base/result.h"
#include "analyzer/report/report.h"
#include "plugins/app/write_output.h"

namespace protowarden::cli {

using app::MakeFolderOf;
using app::WriteOutput;

// What could not be analysed, on standard error: for commands whose output has no place for it.
void TellProblems(const std::vector<schema::Diagnostic>& diagnostics);

// --color auto|always|never, NO_COLOR (https://no-color.org) and whether stdout is a terminal.
[[nodiscard]] bool UseColor(const std::string& choice, const std::string& output_path);

// Columns of the terminal, 100 when there is none.
[[nodiscard]] size_t TerminalWidth();

}  // namespace protowarden::cli
