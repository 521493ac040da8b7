// SPDX-License-Identifier: Apache-2.0
//
// Composes an analysis with the files of acceptances: `accept` adds to one, `baseline` writes one
// anew.
#pragma once

#include <string>
#include <vector>

#include "analyzer/base/result.h"
#include "plugins/app/analyze.h"

namespace protowarden::app {

struct AcceptRequest {
  std::vector<std::string> fingerprints;  // of findings, or their first characters
  std::string rule;                       // instead of fingerprints: every finding of a rule
  std::string element;                    // on an element
  std::string why;
  std::string until;  // "2027-01-31"; empty: for ever
  std::string file;   // empty: .protowarden/accepted.toml at the base
};

// A file to write and what to say about it.
struct AcceptOutcome {
  std::string path;
  std::string text;
  std::string summary;  // lines with their ends
};

// Adds rows to the acceptances. A usage error when a fingerprint is not that of exactly one finding
// of the analysis, or when the reason is missing.
[[nodiscard]] Result<AcceptOutcome> Accept(const AnalyzeOptions& options,
                                           const AcceptRequest& request);

// A baseline of what the rules say about the state, and with `--against` about the change since
// then. `file` empty: .protowarden/baseline.toml at the base.
[[nodiscard]] Result<AcceptOutcome> MakeBaseline(const AnalyzeOptions& options,
                                                 const std::string& file);

}  // namespace protowarden::app
