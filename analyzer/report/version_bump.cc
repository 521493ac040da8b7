// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/version_bump.h"

#include <fmt/format.h>

#include <array>
#include <set>

#include "analyzer/base/text.h"
#include "analyzer/engine/policy.h"

namespace protowarden::report {
namespace {

// Elements, however many findings speak of them.
using Elements = std::set<std::string_view>;

struct Changed {
  Elements breaking;  // of stable packages
  Elements unstable;  // breaking, of packages like foo.v1beta1
  Elements unsure;    // breaking, but not surely
  Elements visible;   // additions, deprecations, removals that break nobody
  Elements hidden;    // comments, options and the like
  std::set<std::string> unstable_packages;
};

Changed ChangesOf(const Report& report) {
  Changed changed;
  for (const Entry& entry : report.entries) {
    const Finding& finding = entry.finding;
    if (finding.concern != Concern::kCompatibility) continue;
    if (!finding.is_breaking) {
      (finding.change == ChangeKind::kChanged ? changed.hidden : changed.visible)
          .insert(finding.element);
    } else if (finding.confidence == Confidence::kLow) {
      changed.unsure.insert(finding.element);
    } else if (IsUnstablePackage(finding.subject.package)) {
      changed.unstable.insert(finding.element);
      changed.unstable_packages.insert(finding.subject.package);
    } else {
      changed.breaking.insert(finding.element);
    }
  }
  return changed;
}

std::string Breaks(size_t count) {
  return fmt::format("{} {} users", Count(count, "change"), count == 1 ? "breaks" : "break");
}

void Judge(const Changed& changed, BumpAdvice& advice) {
  if (!changed.breaking.empty()) {
    advice.bump = Bump::kMajor;
    advice.why = Breaks(changed.breaking.size()) + ".";
  } else if (!changed.unstable.empty()) {
    advice.bump = Bump::kMinor;
    advice.why = Breaks(changed.unstable.size()) + ", of packages that promise no stability only.";
  } else if (!changed.visible.empty()) {
    advice.bump = Bump::kMinor;
    advice.why = fmt::format("Nothing breaks; users see {}: additions, deprecations, removals.",
                             Count(changed.visible.size(), "change"));
  } else if (!changed.hidden.empty() || !changed.unsure.empty()) {
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
  const Changed changed = ChangesOf(report);
  BumpAdvice advice;
  Judge(changed, advice);
  if (advice.bump == Bump::kMajor) {
    advice.notes.emplace_back(
        "Before 1.0.0 a breaking change raises the minor version. Where users cannot follow at "
        "once, a new package beside the old one (v1, v2) spares them.");
  }
  if (!changed.unstable.empty()) {
    static constexpr size_t kMostNamed = 5;
    std::vector<std::string> packages(changed.unstable_packages.begin(),
                                      changed.unstable_packages.end());
    if (packages.size() > kMostNamed) {
      const size_t rest = packages.size() - kMostNamed;
      packages.resize(kMostNamed);
      packages.push_back(Count(rest, "more package"));
    }
    advice.notes.push_back(fmt::format(
        "{} in {}, which {} no stability.", Count(changed.unstable.size(), "breaking change"),
        Join(packages, ", "), packages.size() == 1 ? "promises" : "promise"));
  }
  if (!changed.unsure.empty()) {
    advice.notes.push_back(fmt::format("{} may break users; judge {} by hand.",
                                       Count(changed.unsure.size(), "further change"),
                                       changed.unsure.size() == 1 ? "it" : "them"));
  }
  if (!report.diagnostics.empty()) {
    advice.notes.emplace_back("Some files could not be analysed, so the list is not complete.");
  }
  return advice;
}

}  // namespace protowarden::report
