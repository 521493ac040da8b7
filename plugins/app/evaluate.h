// SPDX-License-Identifier: Apache-2.0
//
// Runs a labelled set through the rules, a language model and both: what `protowarden eval` does.
#pragma once

#include <functional>
#include <string>

#include "analyzer/base/exit_code.h"
#include "analyzer/base/result.h"
#include "analyzer/report/evaluation_report.h"
#include "plugins/app/analyze.h"

namespace protowarden::app {

struct EvaluateOptions {
  std::string set;       // a file, see llm/evaluation/labelled_set.h
  std::string config;    // --config; empty: the protowarden.toml that governs the set's folder
  ReviewOptions review;  // "": a model takes part where one is configured
  Severity severity = Severity::kMedium;  // findings below it do not count
  unsigned jobs = 1;
  std::function<void(const char* phase, size_t done, size_t total)> progress;
};

// Errors are usage errors, in set or configuration, or schemas that cannot be read.
[[nodiscard]] Result<report::EvaluationReport> Evaluate(const EvaluateOptions& options);

// kPassed, or kCannotAnalyse where the model was interrupted or had to answer and did not.
[[nodiscard]] ExitCode ExitCodeOf(const report::EvaluationReport& report);

}  // namespace protowarden::app
