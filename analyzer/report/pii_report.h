// SPDX-License-Identifier: Apache-2.0
//
// The report of a scan for personal data. Writers are pure.
#pragma once

#include <string>
#include <vector>

#include "analyzer/engine/inventory.h"
#include "analyzer/report/report.h"

namespace protowarden::report {

// A rule for protowarden.toml that would spare corrections.
struct PiiSuggestion {
  std::string reason;
  std::string toml;
};

struct PiiReport {
  std::string timestamp;                 // RFC 3339 UTC; empty when there is none
  std::string head;                      // what was analysed
  std::vector<std::string> proto_files;  // display paths
  Inventory inventory;
  std::vector<PiiSuggestion> suggestions;
  std::vector<std::string> notes;
  std::vector<schema::Diagnostic> diagnostics;
};

// Counts that several writers show.
struct PiiTotals {
  size_t fields = 0;
  size_t pii_fields = 0;
  size_t unannotated = 0;   // personal data without annotation
  size_t by_level[5] = {};  // indexed by Sensitivity
};
[[nodiscard]] PiiTotals TotalsOf(const Inventory& inventory);

// For people: totals, levels, what is HIGH and why, regulations. Verbosity 1 lists every field that
// holds personal data, -1 one line each and nothing else.
[[nodiscard]] std::string RenderPiiText(const PiiReport& report, const TextOptions& options);

// The contract for scripts (pii_report.schema.json). Ends with a newline.
[[nodiscard]] std::string RenderPiiJson(const PiiReport& report);

// The suggestions as RenderPiiText shows them; empty when there are none.
[[nodiscard]] std::string RenderSuggestions(const std::vector<PiiSuggestion>& suggestions,
                                            const TextOptions& options);

// How the classification of one field came about (`pii --explain`).
struct ExplanationReport {
  std::string timestamp;
  std::string head;
  FieldRecord field;
  std::vector<TraceStep> steps;
};
[[nodiscard]] std::string RenderExplanationText(const ExplanationReport& report,
                                                const TextOptions& options);
[[nodiscard]] std::string RenderExplanationJson(const ExplanationReport& report);

}  // namespace protowarden::report
