// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/version_bump.h"

#include <gmock/gmock.h>

namespace protowarden::report {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Entry Change(bool breaking, ChangeKind change, std::string package = "shop.v1",
             Confidence confidence = Confidence::kHigh) {
  Entry entry;
  entry.finding.element = package + ".Order";
  entry.finding.is_breaking = breaking;
  entry.finding.change = change;
  entry.finding.subject.package = std::move(package);
  entry.finding.confidence = confidence;
  return entry;
}

Bump BumpOf(std::vector<Entry> entries) {
  Report report;
  report.entries = std::move(entries);
  return AdviseBump(report).bump;
}

TEST(VersionBump, FollowsTheWorstChange) {
  EXPECT_EQ(BumpOf({}), Bump::kNone);
  EXPECT_EQ(BumpOf({Change(false, ChangeKind::kChanged)}), Bump::kPatch);
  EXPECT_EQ(BumpOf({Change(false, ChangeKind::kChanged), Change(false, ChangeKind::kAdded)}),
            Bump::kMinor);
  EXPECT_EQ(BumpOf({Change(false, ChangeKind::kDeprecated)}), Bump::kMinor);
  EXPECT_EQ(BumpOf({Change(false, ChangeKind::kAdded), Change(true, ChangeKind::kChanged)}),
            Bump::kMajor);
}

TEST(VersionBump, UnstablePackagesMayBreak) {
  EXPECT_EQ(BumpOf({Change(true, ChangeKind::kRemoved, "shop.v1alpha1")}), Bump::kMinor);
  EXPECT_EQ(BumpOf({Change(true, ChangeKind::kRemoved, "shop.v1alpha1"),
                    Change(true, ChangeKind::kRemoved)}),
            Bump::kMajor);
}

TEST(VersionBump, UnsureFindingsAreOnlyNoted) {
  Report report;
  report.entries = {Change(true, ChangeKind::kChanged, "shop.v1", Confidence::kLow)};
  const BumpAdvice advice = AdviseBump(report);
  EXPECT_EQ(advice.bump, Bump::kPatch);
  EXPECT_THAT(advice.notes, ElementsAre(HasSubstr("1 further change may break users")));
}

TEST(VersionBump, PersonalDataIsNoMatterOfTheApi) {
  Entry entry = Change(false, ChangeKind::kAdded);
  entry.finding.concern = Concern::kPrivacy;
  EXPECT_EQ(BumpOf({entry}), Bump::kNone);
}

}  // namespace
}  // namespace protowarden::report
