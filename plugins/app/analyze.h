// SPDX-License-Identifier: Apache-2.0
//
// Composes loading, rules and reporting into one call; every way in (CLI, hook, Action, MCP) is a
// thin layer above it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/base/exit_code.h"
#include "analyzer/base/result.h"
#include "analyzer/load/loader.h"
#include "analyzer/report/report.h"

namespace protowarden::app {

struct AnalyzeOptions {
  std::vector<std::string> paths;          // PATH...: folders or files; empty: the current folder
  std::string against;                     // SPEC; empty: merge base with the default branch
  bool staged = false;                     // analyse the git index instead of the working tree
  std::string config_path;                 // --config; empty: found upwards from PATH
  std::string against_config_path;         // --against-config
  std::vector<std::string> import_roots;   // -I
  std::vector<std::string> categories;     // --category / --use: replaces `use`
  std::vector<std::string> except;         // --except
  std::vector<std::string> only_paths;     // --path: report only on these
  std::vector<std::string> exclude_paths;  // --exclude-path
  std::optional<bool> ignore_unstable_packages;
  std::optional<Severity> fail_on;  // --fail-on
  std::optional<bool> buf_profile;  // --profile buf|default
  unsigned jobs = 0;                // 0: as many as there are cores
  std::function<void(const char* phase, size_t done, size_t total)> progress;
};

// Reads both sides, runs the rules, builds the report. Errors are usage errors or failures that
// leave nothing to report on; partial failures are in Report::diagnostics.
[[nodiscard]] Result<report::Report> Analyze(const AnalyzeOptions& options, load::Timings& timings);

// 0, 1 or 3 for a report.
[[nodiscard]] ExitCode ExitCodeOf(const report::Report& report);

}  // namespace protowarden::app
