// SPDX-License-Identifier: Apache-2.0
//
// The subcommands of `protowarden pii`.
#pragma once

#include "plugins/cli/command.h"

namespace protowarden::cli {

[[nodiscard]] RunCommand SetUpPiiCorrect(CLI::App& app);

}  // namespace protowarden::cli
