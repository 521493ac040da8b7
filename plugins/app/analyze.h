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
  std::string path = ".";                  // a folder, file or image
  std::string against;                     // SPEC; empty: merge base with the default branch
  bool staged = false;                     // analyse the git index instead of the working tree
  std::string config;                      // --config: a file, or YAML/JSON text
  std::string against_config;              // --against-config
  std::vector<std::string> import_roots;   // -I
  std::vector<std::string> use;            // --category: replaces `use`
  std::vector<std::string> except;         // --except
  std::vector<std::string> only_paths;     // --path: report only on these
  std::vector<std::string> exclude_paths;  // --exclude-path
  bool ignore_unstable_packages = false;
  std::optional<Severity> fail_on;
  std::optional<bool> buf_profile;
  bool excerpts = true;  // read the source lines of findings
  unsigned jobs = 1;
  std::function<void(const char* phase, size_t done, size_t total)> progress;
};

// Reads both sides, runs the rules, builds the report. Errors are usage errors or failures that
// leave nothing to report on; partial failures are in Report::diagnostics.
[[nodiscard]] Result<report::Report> Analyze(const AnalyzeOptions& options, load::Timings& timings);

// kPassed, kGateFailed or kCannotAnalyse.
[[nodiscard]] ExitCode ExitCodeOf(const report::Report& report);

}  // namespace protowarden::app
