// SPDX-License-Identifier: Apache-2.0
//
// Findings as a compiler says them, `file:line:column: ...`, one a line: editors and build servers
// find their way to the place.
#pragma once

#include <string>

#include "analyzer/report/report.h"

namespace protowarden::protoc {

// What stops the build: what could not be analysed and what reaches the gate, worst first, the rest
// counted. Empty when the run passes.
[[nodiscard]] std::string BuildErrors(const report::Report& report);

// What does not: other findings, worst first and bounded too, and notes.
[[nodiscard]] std::string BuildWarnings(const report::Report& report);

}  // namespace protowarden::protoc
