// SPDX-License-Identifier: Apache-2.0
//
// The manual page protowarden(1).
#pragma once

#include <string>

#include "plugins/cli/command_model.h"

namespace protowarden::cli {

// Pure: a model in, roff out.
[[nodiscard]] std::string ManPage(const CommandModel& program, const std::string& version);

}  // namespace protowarden::cli
