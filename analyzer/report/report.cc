// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/report.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>

namespace protowarden::report {

void Conclude(Report& report) {
  report.overall_severity = Severity::kNone;
  report.can_deploy = report.diagnostics.empty();
  std::vector<const Finding*> findings;
  for (const Entry& entry : report.entries) {
    const Finding& finding = entry.finding;
    report.overall_severity = std::max(report.overall_severity, finding.severity);
    const bool privacy = finding.concern == Concern::kPrivacy;
    if ((privacy || finding.is_breaking) &&
        finding.severity >= (privacy ? report.pii_fail_on : report.fail_on)) {
      report.can_deploy = false;
    }
    findings.push_back(&finding);
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

}  // namespace protowarden::report
