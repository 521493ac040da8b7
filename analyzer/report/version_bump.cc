// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/version_bump.h"

#include <fmt/format.h>

#include <array>
#include <set>

#include "analyzer/base/text.h"
#include "analyzer/engine/policy.h"

namespace protowarden::report {
namespace {

struct Counts {
  size_t breaking = 0;           // of stable packages
  size_t unstable_breaking = 0;  // of packages like foo.v1beta1
  size_t unsure = 0;             // breaking, but not surely
  size_t visible = 0;            // additions, deprecations, removals that break nobody
  std::set<std::string> unstable_packages;
};

Counts CountChanges(const Report& report) {
  Counts counts;
  for (const Entry& entry : report.entries) {
    const Finding& finding = entry.finding;
    if (finding.concern != Concern::kCompatibility) continue;
    if (!finding.is_breaking) {
      counts.visible += finding.change != ChangeKind::kChanged ? 1U : 0U;
    } else if (finding.confidence == Confidence::kLow) {
      ++counts.unsure;
    } else if (IsUnstablePackage(finding.subject.package)) {
      ++counts.unstable_breaking;
      counts.unstable_packages.insert(finding.subject.package);
    } else {
      ++counts.breaking;
    }
  }
  return counts;
}

std::string Breaks(size_t count) {
  return fmt::format("{} {} users", Count(count, "change"), count == 1 ? "breaks" : "break");
}

void Judge(const Report& report, const Counts& counts, BumpAdvice& advice) {
  if (counts.breaking > 0) {
    advice.bump = Bump::kMajor;
    advice.why = Breaks(counts.breaking) + ".";
  } else if (counts.unstable_breaking > 0) {
    advice.bump = Bump::kMinor;
    advice.why = Breaks(counts.unstable_breaking) + ", of packages that promise no stability only.";
  } else if (counts.visible > 0) {
    advice.bump = Bump::kMinor;
    advice.why = fmt::format("Nothing breaks; users see {}: additions, deprecations, removals.",
                             Count(counts.visible, "change"));
  } else if (!report.entries.empty()) {
    advice.bump = Bump::kPatch;
    advice.why = "Nothing breaks and nothing is new.";
  } else {
    advice.why = "Nothing changed.";
  }
}

}  // namespace

std::string_view Name(Bump bump) {
  static constexpr std::array<std::string_view, 4> kNames = {"none", "patch", "minor", "major"};
  return kNames.at(static_cast<size_t>(bump));
}

BumpAdvice AdviseBump(const Report& report) {
  const Counts counts = CountChanges(report);
  BumpAdvice advice;
  Judge(report, counts, advice);
  if (advice.bump == Bump::kMajor) {
    advice.notes.emplace_back(
        "Before 1.0.0 a breaking change raises the minor version. Where users cannot follow at "
        "once, a new package beside the old one (v1, v2) spares them.");
  }
  if (counts.unstable_breaking > 0) {
    const std::vector<std::string> packages(counts.unstable_packages.begin(),
                                            counts.unstable_packages.end());
    advice.notes.push_back(fmt::format(
        "{} in {}, which {} no stability.", Count(counts.unstable_breaking, "breaking change"),
        Join(packages, ", "), packages.size() == 1 ? "promises" : "promise"));
  }
  if (counts.unsure > 0) {
    advice.notes.push_back(fmt::format("{} may break users; judge {} by hand.",
                                       Count(counts.unsure, "further change"),
                                       counts.unsure == 1 ? "it" : "them"));
  }
  if (!report.diagnostics.empty()) {
    advice.notes.emplace_back("Some files could not be analysed, so the list is not complete.");
  }
  return advice;
}

}  // namespace protowarden::report
