// SPDX-License-Identifier: Apache-2.0
#include "analyzer/engine/acceptance.h"

#include <gtest/gtest.h>

#include "analyzer/config/acceptance_file.h"
#include "analyzer/config/codeowners.h"
#include "analyzer/engine/allow_directive.h"

namespace protowarden {
namespace {

Acceptance Row(const std::string& element, const std::string& until = "") {
  Acceptance row;
  row.rule = "FIELD_NO_DELETE";
  row.element = element;
  row.reason = "never used";
  row.until = until;
  return row;
}

Finding Deleted(const std::string& element) {
  Finding finding;
  finding.rule = "FIELD_NO_DELETE";
  finding.element = element;
  finding.fingerprint = "f-" + element;
  return finding;
}

TEST(AcceptanceDay, IsADayOfTheCalendar) {
  for (const char* day : {"2027-01-31", "2028-02-29", "0001-01-01"}) EXPECT_TRUE(IsDay(day)) << day;
  for (const char* day : {"", "2027-02-29", "2027-13-01", "2027-1-1", "2027/01/01", "27-01-0001",
                          "2027-01-31x", "2027-01-00", "+027-01-01"}) {
    EXPECT_FALSE(IsDay(day)) << day;
  }
}

TEST(AcceptanceBook, FindsWhatRuleAndElementName) {
  AcceptanceBook book({Row("a.B.c")}, "2026-11-28");
  EXPECT_NE(book.Find(Deleted("a.B.c")), nullptr);
  EXPECT_EQ(book.Find(Deleted("a.B.d")), nullptr);
  Finding other = Deleted("a.B.c");
  other.rule = "FIELD_SAME_TYPE";
  EXPECT_EQ(book.Find(other), nullptr);
  EXPECT_TRUE(book.Unused().empty());
}

TEST(AcceptanceBook, AFingerprintMeansOneFinding) {
  Acceptance row = Row("a.B.c");
  row.fingerprint = "another";
  AcceptanceBook book({row}, "2026-11-28");
  EXPECT_EQ(book.Find(Deleted("a.B.c")), nullptr);
  EXPECT_EQ(book.Unused().size(), 1U);
}

TEST(AcceptanceBook, HoldsThroughItsLastDay) {
  AcceptanceBook today({Row("a.B.c", "2026-11-28")}, "2026-11-28");
  EXPECT_NE(today.Find(Deleted("a.B.c")), nullptr);
  AcceptanceBook tomorrow({Row("a.B.c", "2026-11-28")}, "2026-11-29");
  EXPECT_EQ(tomorrow.Find(Deleted("a.B.c")), nullptr);
  EXPECT_EQ(tomorrow.Expired().size(), 1U);
  EXPECT_TRUE(tomorrow.Unused().empty());
}

TEST(AcceptanceBook, PrefersWhatIsEffective) {
  Acceptance pending = Row("a.B.c");
  pending.effective = false;
  AcceptanceBook book({pending, Row("a.B.c")}, "2026-11-28");
  EXPECT_TRUE(book.Find(Deleted("a.B.c"))->effective);
  EXPECT_TRUE(book.Unused().empty());
}

TEST(AllowTrailer, ReadsRulesElementReasonAndDay) {
  const RuleProblem known = [](std::string_view) { return std::string(); };
  AllowDirectives read;
  ReadAllowTrailer("A_RULE,B_RULE a.B.c  was  never used until=2027-01-31 by us", "commit 1", known,
                   read);
  ASSERT_EQ(read.acceptances.size(), 2U);
  EXPECT_EQ(read.acceptances[1].rule, "B_RULE");
  EXPECT_EQ(read.acceptances[1].element, "a.B.c");
  EXPECT_EQ(read.acceptances[1].reason, "was never used by us");
  EXPECT_EQ(read.acceptances[1].until, "2027-01-31");
}

TEST(AllowTrailer, WhatIsMissingIsSaid) {
  const RuleProblem known = [](std::string_view) { return std::string(); };
  for (const char* text : {"", "A_RULE", "A_RULE a.B.c", "A_RULE a.B.c until=2027-01-31",
                           "A_RULE a.B.c reason until=soon", ",A_RULE a.B.c reason"}) {
    AllowDirectives read;
    ReadAllowTrailer(text, "commit 1", known, read);
    EXPECT_FALSE(read.invalid.empty()) << text;
    for (const auto& [acceptance, problem] : read.invalid) EXPECT_FALSE(problem.empty()) << text;
  }
}

TEST(AllowTrailer, ALongReasonIsCutBetweenCharacters) {
  const RuleProblem known = [](std::string_view) { return std::string(); };
  std::string reason;
  for (int i = 0; i < 400; ++i) reason += "\u00e9";
  AllowDirectives read;
  ReadAllowTrailer("A_RULE a.B.c x" + reason, "commit 1", known, read);
  ASSERT_EQ(read.acceptances.size(), 1U);
  EXPECT_TRUE(read.acceptances[0].reason.ends_with("\u00e9..."));
}

TEST(AcceptanceFile, IsReadBackAsItWasWritten) {
  Acceptance odd = Row("a.B.c", "2027-01-31");
  odd.reason = "quote \" backslash \\ tab \t line\nend \x7f \u00e9";
  odd.fingerprint = "0123456789abcdef";
  const std::string text = config::RenderAcceptances({Row("z.Z"), odd}, AcceptanceOrigin::kFile);
  const auto read = config::ReadAcceptances(text, "accepted.toml", AcceptanceOrigin::kFile);
  ASSERT_TRUE(read.ok()) << read.error().message;
  ASSERT_EQ(read->size(), 2U);
  EXPECT_TRUE(SameAcceptance((*read)[0], odd));
  EXPECT_EQ((*read)[0].where, "accepted.toml:4");
  EXPECT_EQ(config::RenderAcceptances(*read, AcceptanceOrigin::kFile), text);
}

TEST(AcceptanceFile, TakesADateOfToml) {
  const auto read = config::ReadAcceptances(
      "[[accept]]\nrule = \"A\"\nelement = \"b\"\nwhy = \"c\"\nuntil = 2027-01-31\n", "f",
      AcceptanceOrigin::kFile);
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->front().until, "2027-01-31");
}

TEST(Codeowners, TheLastPatternThatMatchesDecides) {
  constexpr std::string_view kFile =
      "# owners\n*.proto @api\n/.protowarden/ @reviewers\n/docs/* @docs\nbuild/ @build\n"
      "/legacy/**/x.proto\n/a\\ b/ @space # comment\n";
  for (const auto& [path, owned] :
       {std::pair("a.proto", true), std::pair("x/y/a.proto", true), std::pair("readme", false),
        std::pair(".protowarden/accepted.toml", true),
        std::pair("sub/.protowarden/accepted.toml", false), std::pair("docs/a.md", true),
        std::pair("docs/b/a.md", false), std::pair("x/build/log", true),
        std::pair("legacy/a/b/x.proto", false), std::pair("a b/c", true)}) {
    EXPECT_EQ(config::HasOwner(kFile, path), owned) << path;
  }
  EXPECT_TRUE(config::HasOwner("* @all", "anything/at/all"));
  EXPECT_FALSE(config::HasOwner("* @all\n*\n", "anything"));
  EXPECT_FALSE(config::HasOwner("", "anything"));
}

}  // namespace
}  // namespace protowarden
