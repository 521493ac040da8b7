// SPDX-License-Identifier: Apache-2.0
//
// GitLab's Code Quality report
// (https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format).
#include <fmt/format.h>

#include "analyzer/base/hash.h"
#include "analyzer/base/text.h"
#include "analyzer/report/acceptance_text.h"
#include "analyzer/report/json_values.h"
#include "analyzer/report/listing.h"

namespace protowarden::report {
namespace {

std::string_view SeverityOf(const Entry& entry) {
  if (entry.IsAccepted()) return "info";
  switch (entry.finding.severity) {
    case Severity::kCritical:
      return "blocker";
    case Severity::kHigh:
      return "critical";
    case Severity::kMedium:
      return "major";
    case Severity::kLow:
      return "minor";
    case Severity::kNone:
      break;
  }
  return "info";
}

Json Issue(const std::string& description, const std::string& check, const std::string& fingerprint,
           std::string_view severity, const std::string& path, int32_t line) {
  return {{"description", Printable(description)},
          {"check_name", check},
          {"fingerprint", fingerprint},
          {"severity", severity},
          {"location", {{"path", path}, {"lines", {{"begin", line}}}}}};
}

}  // namespace

std::string RenderCodeQuality(const Report& report) {
  Json issues = Json::array();
  for (const schema::Diagnostic& problem : report.diagnostics) {
    // A number of its own keeps equal messages of one file apart.
    const std::string identity =
        fmt::format("{}\n{}\n{}", problem.file, problem.message, issues.size());
    issues.push_back(Issue("Could not be analysed: " + problem.message, "cannot-analyse",
                           Sha256Hex(identity), "blocker", problem.file, OrFirst(problem.line)));
  }
  const std::vector<const Entry*> entries = ListedWorstFirst(report);
  const std::vector<std::string> fingerprints = UniqueFingerprints(entries);
  for (size_t i = 0; i < entries.size(); ++i) {
    const Finding& finding = entries[i]->finding;
    std::string description = finding.description;
    if (entries[i]->acceptance.has_value()) {
      description += fmt::format(" [{}]", AcceptanceText(*entries[i]->acceptance));
    }
    issues.push_back(Issue(description, finding.rule, fingerprints[i], SeverityOf(*entries[i]),
                           PlaceOf(finding).file, RegionOf(*entries[i]).line));
  }
  return Dump(issues);
}

}  // namespace protowarden::report
