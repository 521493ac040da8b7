// SPDX-License-Identifier: Apache-2.0
//
// `pii correct`: records a reviewed decision about a field.
#pragma once

#include <string>
#include <vector>

#include "analyzer/report/pii_report.h"
#include "plugins/app/scan.h"

namespace protowarden::app {

struct CorrectionRequest {
  std::string field;
  std::string level;
  std::string type;
  std::string why;
};

// The new text of the corrections file; the caller writes it.
struct CorrectionOutcome {
  std::string path;
  std::string text;
  std::string summary;  // one sentence
  std::vector<report::PiiSuggestion> suggestions;
};

[[nodiscard]] Result<CorrectionOutcome> Correct(const ScanOptions& options,
                                                const CorrectionRequest& request);

}  // namespace protowarden::app
