// SPDX-License-Identifier: Apache-2.0
//
// `pii --verify` and `pii --explain`.
#pragma once

#include <string>
#include <vector>

#include "analyzer/report/pii_verification.h"
#include "plugins/app/scan.h"

namespace protowarden::app {

// Compares the classification with tables (.tsv) or annotated schemas (anything else). Annotations
// of the analysed schema do not count: the classifier is to be judged, not its input.
[[nodiscard]] Result<report::VerificationReport> VerifyScan(
    const ScanOptions& options, const std::vector<std::string>& references, double min_accuracy,
    load::Timings& timings);

// kPassed, kGateFailed or kCannotAnalyse.
[[nodiscard]] ExitCode ExitCodeOf(const report::VerificationReport& report);

// How the classification of one field comes about.
[[nodiscard]] Result<report::ExplanationReport> ExplainField(const ScanOptions& options,
                                                             const std::string& field,
                                                             load::Timings& timings);

}  // namespace protowarden::app
