// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/report.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>

namespace protowarden::report {

void Conclude(Report& report) {
  report.overall_severity = Severity::kNone;
  report.can_deploy = report.diagnostics.empty();
  if (report.review.has_value() && report.review->Fails()) report.can_deploy = false;
  std::vector<const Finding*> findings;
  for (Entry& entry : report.entries) {
    const Finding& finding = entry.finding;
    if (!entry.IsAccepted()) {
      report.overall_severity = std::max(report.overall_severity, finding.severity);
    }
    entry.blocks = !entry.IsAccepted() && report.gate.Blocks(finding);
    if (entry.blocks) report.can_deploy = false;
    if (!IsHarmless(finding) && !entry.IsAccepted()) findings.push_back(&finding);
  }
  for (const PolicyChange& change : report.policy_changes) {
    if (change.blocks) report.can_deploy = false;
  }
  std::stable_sort(findings.begin(), findings.end(),
                   [](const Finding* a, const Finding* b) { return a->severity > b->severity; });
  report.recommendations.clear();
  std::unordered_set<std::string_view> seen;
  for (const Finding* finding : findings) {
    const std::string& text = finding->recommendation;
    if (!text.empty() && seen.insert(text).second) report.recommendations.push_back(text);
  }
}

bool IsHarmless(const Finding& finding) {
  return finding.concern == Concern::kCompatibility && !finding.is_breaking &&
         finding.severity == Severity::kNone;
}

size_t CountBlocking(const Report& report) {
  return static_cast<size_t>(std::count_if(report.entries.begin(), report.entries.end(),
                                           [](const Entry& entry) { return entry.blocks; }));
}

}  // namespace protowarden::report
