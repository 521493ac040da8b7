// SPDX-License-Identifier: Apache-2.0
//
// The files that `protowarden init` writes, as texts.
#pragma once

#include <string>
#include <string_view>

#include "plugins/cli/init_facts.h"

namespace protowarden::cli {

// protowarden.toml.
[[nodiscard]] std::string ConfigText(const InitFacts& facts);

// .github/workflows/protowarden.yml.
[[nodiscard]] std::string WorkflowText(const InitFacts& facts);

// The git hook pre-commit.
[[nodiscard]] std::string HookText(const InitFacts& facts);
// The command that the hook runs, for hooks that somebody else wrote.
[[nodiscard]] std::string HookCommand(const InitFacts& facts);
// True for hooks that this program wrote.
[[nodiscard]] bool IsOurHook(std::string_view text);

}  // namespace protowarden::cli
