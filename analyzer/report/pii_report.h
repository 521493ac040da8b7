// SPDX-License-Identifier: Apache-2.0
//
// The report of a scan for personal data. Writers are pure.
#pragma once

#include <string>
#include <vector>

#include "analyzer/engine/inventory.h"
#include "analyzer/report/pii_groups.h"
#include "analyzer/report/pii_totals.h"
#include "analyzer/report/report.h"

namespace protowarden::report {

// A rule for protowarden.toml that would spare corrections.
struct PiiSuggestion {
  std::string reason;
  std::string toml;
};

struct PiiReport {
  std::string timestamp;  // RFC 3339 UTC; empty when there is none
  std::string head;       // what was analysed
  std::string base;       // the folder that paths are relative to; empty for a bare repository
  std::vector<std::string> proto_files;  // display paths
  Inventory inventory;
  std::vector<PiiSuggestion> suggestions;
  std::vector<std::string> notes;
  std::vector<schema::Diagnostic> diagnostics;
  // What the rules say about it: about the state, or with a base about the change.
  Report findings;
  bool compared = false;  // there is a base
  bool gated = false;     // findings decide whether the run passes
};

// For people: totals, levels, what is HIGH and why, regulations. Verbosity 1 lists every field that
// holds personal data, -1 one line each and nothing else.
[[nodiscard]] std::string RenderPiiText(const PiiReport& report, const TextOptions& options);

// A table of counts, then the fields of each group. Verbosity 1 lists every field, -1 none.
[[nodiscard]] std::string RenderPiiGroups(const PiiReport& report, GroupBy by,
                                          const TextOptions& options);

// The contract for scripts (pii_report.schema.json). Ends with a newline. Works on up to `jobs`
// threads.
[[nodiscard]] std::string RenderPiiJson(const PiiReport& report, unsigned jobs = 1);

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
