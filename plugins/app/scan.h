// SPDX-License-Identifier: Apache-2.0
//
// Composes loading, classification and reporting of personal data into one call.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/base/exit_code.h"
#include "analyzer/base/result.h"
#include "analyzer/load/loader.h"
#include "analyzer/load/plugin_request.h"
#include "analyzer/report/pii_report.h"
#include "plugins/app/pii_policy.h"

namespace protowarden::app {

struct ScanOptions {
  std::string path = ".";                        // a folder, file or image
  const load::PluginRequest* request = nullptr;  // as in AnalyzeOptions
  std::vector<std::string> source_roots;         // as in AnalyzeOptions
  bool staged = false;                           // scan the git index instead of the working tree
  std::string against;                           // SPEC; empty: no comparison
  GateOverrides gate;                            // without a threshold only a comparison has a gate
  bool excerpts = true;                          // read the source lines of findings
  std::string config;                            // --config: a file, or TOML/YAML/JSON text
  std::vector<std::string> import_roots;         // -I
  PolicyOptions policy;
  unsigned jobs = 1;
  std::function<void(const char* phase, size_t done, size_t total)> progress;
};

// `kept`, if given, takes what was read: a caller whose process ends soon saves the time of taking
// a large schema apart.
[[nodiscard]] Result<report::PiiReport> Scan(const ScanOptions& options, load::Timings& timings,
                                             std::shared_ptr<void>* kept = nullptr);

// kPassed, kGateFailed or kCannotAnalyse.
[[nodiscard]] ExitCode ExitCodeOf(const report::PiiReport& report);

}  // namespace protowarden::app
