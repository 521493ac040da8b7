// SPDX-License-Identifier: Apache-2.0
//
// A subcommand of the command line: one row in main.cc, one file each.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string_view>

#include "analyzer/base/exit_code.h"
#include "analyzer/base/result.h"

namespace protowarden::cli {

// Runs the command after its options were parsed.
using RunCommand = std::function<Result<ExitCode>()>;

struct CommandRow {
  std::string_view name;
  std::string_view summary;
  // Declares the options on `app` and returns what to run; the options live inside the closure.
  RunCommand (*setup)(CLI::App& app);
};

[[nodiscard]] RunCommand SetUpAccept(CLI::App& app);
[[nodiscard]] RunCommand SetUpAnnotate(CLI::App& app);
[[nodiscard]] RunCommand SetUpBaseline(CLI::App& app);
[[nodiscard]] RunCommand SetUpBreaking(CLI::App& app);
[[nodiscard]] RunCommand SetUpChangelog(CLI::App& app);
[[nodiscard]] RunCommand SetUpCheck(CLI::App& app);
[[nodiscard]] RunCommand SetUpCompletion(CLI::App& app);
[[nodiscard]] RunCommand SetUpConfig(CLI::App& app);
[[nodiscard]] RunCommand SetUpEval(CLI::App& app);
[[nodiscard]] RunCommand SetUpExplain(CLI::App& app);
[[nodiscard]] RunCommand SetUpInit(CLI::App& app);
[[nodiscard]] RunCommand SetUpMan(CLI::App& app);
[[nodiscard]] RunCommand SetUpMigrate(CLI::App& app);
[[nodiscard]] RunCommand SetUpPii(CLI::App& app);
[[nodiscard]] RunCommand SetUpPiiAuthz(CLI::App& app);
[[nodiscard]] RunCommand SetUpPiiMask(CLI::App& app);
[[nodiscard]] RunCommand SetUpRules(CLI::App& app);

}  // namespace protowarden::cli
