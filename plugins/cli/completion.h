// SPDX-License-Identifier: Apache-2.0
//
// Completion scripts for shells, one file a shell. Pure: a model in, a script out.
#pragma once

#include <string>
#include <string_view>

#include "plugins/cli/command_model.h"

namespace protowarden::cli {

[[nodiscard]] std::string BashCompletion(const CommandModel& program);
[[nodiscard]] std::string ZshCompletion(const CommandModel& program);
[[nodiscard]] std::string FishCompletion(const CommandModel& program);

// A word in single quotes, for any of these shells; fish escapes differently inside of them.
[[nodiscard]] std::string ShellWord(std::string_view text);

}  // namespace protowarden::cli
