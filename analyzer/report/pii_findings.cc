// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/pii_findings.h"

namespace protowarden::report {

Report FindingsOf(const PiiReport& report) {
  Report findings = report.findings;
  findings.command = "pii";
  findings.timestamp = report.timestamp;
  findings.head = report.head;
  findings.notes = report.notes;
  findings.pii = TotalsOf(report.inventory);
  findings.pii_of_all = true;
  findings.pii_services = LevelsByService(report.inventory);
  if (!report.gated) {
    // Told, and nothing more.
    GateSpec never;
    never.fail_on = std::nullopt;
    never.category.clear();
    findings.gate = Gate::Create(never, {}).value();
    Conclude(findings);
  }
  if (!report.compared) {
    findings.proto_files = report.proto_files;
    findings.files_total = report.proto_files.size();
  }
  return findings;
}

}  // namespace protowarden::report
