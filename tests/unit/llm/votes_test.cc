// SPDX-License-Identifier: Apache-2.0
//
// What several answers to one question say together.
#include "llm/reviewer/votes.h"

#include <gtest/gtest.h>

#include "llm/reviewer/compatibility.h"
#include "llm/reviewer/personal_data.h"

namespace protowarden::llm {
namespace {

TEST(Votes, MostCountAndTiesGoToTheGreatest) {
  EXPECT_EQ(MostVoted<int>({1, 2, 2}).value, 2);
  EXPECT_EQ(MostVoted<int>({3, 2, 1}).value, 3);
  EXPECT_EQ(MostVoted<int>({1, 1, 3, 3}).value, 3);
  EXPECT_EQ(MostVoted<int>({1, 1, 3}).votes, 2U);
  EXPECT_EQ(AgreementOf(3, 3), Confidence::kHigh);
  EXPECT_EQ(AgreementOf(2, 3), Confidence::kMedium);
  EXPECT_EQ(AgreementOf(1, 2), Confidence::kLow);
  EXPECT_EQ(AgreementOf(1, 3), Confidence::kLow);
}

TEST(Votes, DoubtIsLowConfidenceOrAGateThatWouldClose) {
  const Doubt none;
  EXPECT_TRUE(none.Has(Severity::kLow, Confidence::kMedium));
  EXPECT_FALSE(none.Has(Severity::kCritical, Confidence::kHigh));
  const Doubt gate{Severity::kHigh, Confidence::kMedium};
  EXPECT_TRUE(gate.Has(Severity::kHigh, Confidence::kHigh));
  EXPECT_FALSE(gate.Has(Severity::kMedium, Confidence::kHigh));
}

ChangedElement Order() {
  ChangedElement element;
  element.element = "p.Order";
  element.before = "// Price in cents.";
  element.after = "// Price in units.";
  element.members["p.Order.price"] = {};
  return element;
}

Json Claim(const std::string& severity, const std::string& confidence,
           const std::string& element = "p.Order.price",
           const std::string& quote = "Price in units") {
  return {{"element", element},
          {"severity", severity},
          {"confidence", confidence},
          {"summary", severity + " it is"},
          {"impact", "i"},
          {"recommendation", "r"},
          {"quote", quote}};
}

Json Answer(std::vector<Json> claims) {
  return {{"findings", std::move(claims)}, {"opinions", Json::array()}};
}

// What the task takes of these answers.
CompatibilityTask Taken(std::vector<Json> answers) {
  CompatibilityTask task(FindPrompt("compatibility").value(), {Order()});
  constexpr size_t kOnly = 0;
  task.Take(std::span(&kOnly, 1), {task.MajorityOf(0, answers)});
  return task;
}

TEST(Votes, AFindingStaysIfMostAnswersHaveIt) {
  const CompatibilityTask kept =
      Taken({Answer({Claim("LOW", "LOW")}), Answer({}), Answer({Claim("HIGH", "LOW")})});
  ASSERT_EQ(kept.findings.size(), 1U);
  EXPECT_EQ(kept.findings[0].severity, Severity::kHigh);  // one each: the higher
  EXPECT_EQ(kept.findings[0].description, "HIGH it is");
  EXPECT_EQ(kept.findings[0].confidence, Confidence::kMedium);
  EXPECT_TRUE(Taken({Answer({Claim("HIGH", "HIGH")}), Answer({}), Answer({})}).findings.empty());
  // Half of them: the more severe verdict, and little confidence.
  const CompatibilityTask tie = Taken({Answer({}), Answer({Claim("HIGH", "HIGH")})});
  ASSERT_EQ(tie.findings.size(), 1U);
  EXPECT_EQ(tie.findings[0].confidence, Confidence::kLow);
}

TEST(Votes, AllAgreeIsHighConfidenceWhateverWasClaimed) {
  const CompatibilityTask task =
      Taken({Answer({Claim("HIGH", "LOW")}), Answer({Claim("MEDIUM", "LOW")}),
             Answer({Claim("MEDIUM", "LOW")})});
  ASSERT_EQ(task.findings.size(), 1U);
  EXPECT_EQ(task.findings[0].severity, Severity::kMedium);
  EXPECT_EQ(task.findings[0].confidence, Confidence::kHigh);
}

TEST(Votes, AClaimWithoutEvidenceIsNoVote) {
  const Json made_up = Claim("CRITICAL", "HIGH", "p.Order.price", "stands nowhere");
  const CompatibilityTask task =
      Taken({Answer({made_up}), Answer({made_up}), Answer({Claim("LOW", "HIGH")})});
  EXPECT_TRUE(task.findings.empty());
  EXPECT_EQ(task.dropped, 2U);
}

TEST(Votes, FindingsOfOtherElementsAreOtherFindings) {
  const CompatibilityTask task =
      Taken({Answer({Claim("HIGH", "LOW"), Claim("LOW", "LOW", "p.Order")}),
             Answer({Claim("HIGH", "LOW"), Claim("LOW", "LOW", "of.Another")}),
             Answer({Claim("HIGH", "LOW")})});
  ASSERT_EQ(task.findings.size(), 2U);  // what is about nothing known is about the item
  EXPECT_EQ(task.findings[0].element, "p.Order");
  EXPECT_EQ(task.findings[0].confidence, Confidence::kMedium);
  EXPECT_EQ(task.findings[1].element, "p.Order.price");
  EXPECT_EQ(task.findings[1].confidence, Confidence::kHigh);
}

Json Level(const std::string& level, const std::string& quote = "remark") {
  return {{"sensitivity", level},
          {"kind", "K"},
          {"confidence", "LOW"},
          {"reason", "r"},
          {"quote", quote}};
}

TEST(Votes, LevelsOfFields) {
  FieldRecord record;
  record.element = "p.M.remark";
  record.field_path = "M.remark";
  constexpr size_t kOnly = 0;
  const auto taken = [&](std::vector<Json> answers) {
    PersonalDataTask task(FindPrompt("personal_data").value(),
                          {{&record, "string remark = 1;", "message M {}", {}}});
    task.Take(std::span(&kOnly, 1), {task.MajorityOf(0, answers)});
    return task.levels.front();
  };
  EXPECT_EQ(taken({Level("HIGH"), Level("LOW"), Level("HIGH")})->level, Sensitivity::kHigh);
  EXPECT_EQ(taken({Level("HIGH"), Level("LOW"), Level("HIGH")})->confidence, Confidence::kMedium);
  EXPECT_EQ(taken({Level("LOW"), Level("PUBLIC"), Level("MEDIUM")})->level, Sensitivity::kMedium);
  EXPECT_EQ(taken({Level("PUBLIC"), Level("PUBLIC"), Level("HIGH")})->level, Sensitivity::kPublic);
  // Two levels that the schema does not show, and one that it does: nobody agrees with that one.
  const auto alone = taken({Level("HIGH", "nowhere"), Level("HIGH", "nowhere"), Level("LOW")});
  EXPECT_EQ(alone->level, Sensitivity::kLow);
  EXPECT_EQ(alone->confidence, Confidence::kLow);
}

}  // namespace
}  // namespace protowarden::llm
