// SPDX-License-Identifier: Apache-2.0
//
// What to compare and by which rules: the options of every command that compares two versions.
#pragma once

#include "plugins/app/analyze.h"
#include "plugins/cli/command.h"

namespace protowarden::cli {

// `analyze` must live as long as `app`.
void DeclareAnalysis(CLI::App& app, app::AnalyzeOptions& analyze);

}  // namespace protowarden::cli
