// SPDX-License-Identifier: Apache-2.0
//
// One run of the Action: finds the base, checks the change, and says so wherever people look:
// the log, annotations, the summary, files, outputs and the pull request.
#pragma once

#include "analyzer/base/exit_code.h"
#include "analyzer/base/result.h"
#include "plugins/github/inputs.h"

namespace protowarden::github {

// Writes workflow commands to standard output. A comment that cannot be written is a warning: what
// decides is the analysis. Errors are those that leave nothing to report on.
[[nodiscard]] Result<ExitCode> RunJob(Job job);

}  // namespace protowarden::github
