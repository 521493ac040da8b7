// SPDX-License-Identifier: Apache-2.0
//
// The report of `pii --verify`. Writers are pure.
#pragma once

#include <string>
#include <vector>

#include "analyzer/engine/verification.h"
#include "analyzer/report/report.h"

namespace protowarden::report {

struct VerificationReport {
  std::string timestamp;  // RFC 3339 UTC; empty when there is none
  std::string head;       // what was analysed
  std::vector<std::string> references;
  Verification verification;
  double min_accuracy = 1;
  bool passed = false;
  std::vector<std::string> notes;
  std::vector<schema::Diagnostic> diagnostics;
};

// For people: scores, confusion matrix, mistakes with reasons. Verbosity -1 lists only mistakes.
[[nodiscard]] std::string RenderVerificationText(const VerificationReport& report,
                                                 const TextOptions& options);
// Ends with a newline.
[[nodiscard]] std::string RenderVerificationJson(const VerificationReport& report);

}  // namespace protowarden::report
