// SPDX-License-Identifier: Apache-2.0
//
// Annotations as decisions and as evidence, corrections, traces.
#include "rules/pii/corrections.h"
#include "tests/support/pii_texts.h"

namespace protowarden {
namespace {

using rules::pii::Corrections;
using rules::pii::Origin;
using rules::pii::ProposeRules;
using rules::pii::ReadCorrections;
using rules::pii::RenderCorrections;
using test::PiiTexts;
using test::Proto;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TEST(PiiAnnotations, DecideAndKeepTheClassifiersView) {
  const PiiTexts texts(Proto(R"(
message User {
  string email = 1 [(pii.v1.sensitivity) = LOW];
  string colour = 2 [(pii.v1.sensitivity) = HIGH, (pii.v1.pii_type) = BIOMETRIC];
  string phone = 3 [(pii.v1.sensitivity) = MEDIUM];
}
)"));
  EXPECT_EQ(texts.Level("User.email"), "LOW EMAIL_PERSONAL");
  EXPECT_EQ(texts.Of("User.email").origin, Origin::kAnnotation);
  EXPECT_EQ(texts.Level("User.colour"), "HIGH BIOMETRIC");
  const Inventory inventory = texts.TakeInventory();
  ASSERT_TRUE(inventory.fields[0].disagreement.has_value());
  EXPECT_EQ(inventory.fields[0].disagreement->sensitivity, Sensitivity::kMedium);
  EXPECT_THAT(inventory.fields[0].disagreement->reason, HasSubstr("`email`"));
  EXPECT_TRUE(inventory.fields[1].disagreement.has_value());
  EXPECT_FALSE(inventory.fields[2].disagreement.has_value());
}

TEST(PiiAnnotations, CountOnlyWhenAskedFor) {
  const PiiTexts texts(Proto("message User { string email = 1 [(pii.v1.sensitivity) = LOW]; }"),
                       {.annotations = false});
  EXPECT_EQ(texts.Level("User.email"), "MEDIUM EMAIL_PERSONAL");
}

TEST(PiiAnnotations, DecideForContainers) {
  const PiiTexts texts(Proto(R"(
message User { string ssn = 1; }
message Reply { User user = 1 [(pii.v1.sensitivity) = LOW]; }
)"));
  EXPECT_EQ(texts.Level("Reply.user"), "LOW");
  EXPECT_EQ(texts.LevelOfMessage("shop.v1.Reply"), "LOW");
  EXPECT_EQ(texts.Of("Reply.user").opinion->sensitivity, Sensitivity::kHigh);
}

TEST(PiiLearning, OneAnnotationRaisesInASimilarContext) {
  const PiiTexts texts(Proto(R"(
message User { string loyalty_code = 1 [(pii.v1.sensitivity) = MEDIUM, (pii.v1.pii_type) = USERNAME]; string quirk = 2 [(pii.v1.sensitivity) = HIGH]; }
message Customer { string loyalty_codes = 1; string quirk = 2; }
message Server { string quirk = 1; }
message Patient { int64 loyalty_code = 1; }
)"));
  EXPECT_EQ(texts.Level("Customer.loyalty_codes"), "MEDIUM USERNAME");
  EXPECT_EQ(texts.Of("Customer.loyalty_codes").origin, Origin::kLearned);
  EXPECT_THAT(texts.Of("Customer.loyalty_codes").reason, HasSubstr("`shop.v1.User.loyalty_code`"));
  EXPECT_EQ(texts.Level("Customer.quirk"), "HIGH");
  // Another subject, another kind.
  EXPECT_EQ(texts.Level("Server.quirk"), "PUBLIC");
  EXPECT_EQ(texts.Level("Patient.loyalty_code"), "PUBLIC");
}

TEST(PiiLearning, LoweringTakesThreeOfOneMind) {
  const std::string two = R"(
message User { string email = 1 [(pii.v1.sensitivity) = PUBLIC]; }
message Customer { string email = 1 [(pii.v1.sensitivity) = PUBLIC]; }
message Guest { string email = 1; }
)";
  EXPECT_EQ(PiiTexts(Proto(two)).Level("Guest.email"), "MEDIUM EMAIL_PERSONAL");
  const std::string three =
      two + "message Passenger { string email = 1 [(pii.v1.sensitivity) = PUBLIC]; }\n";
  EXPECT_EQ(PiiTexts(Proto(three)).Level("Guest.email"), "PUBLIC");
  EXPECT_THAT(PiiTexts(Proto(three)).Of("Guest.email").reason, HasSubstr("and 2 more"));
}

TEST(PiiLearning, NoMajorityNoLesson) {
  const PiiTexts texts(Proto(R"(
message User { string quirk = 1 [(pii.v1.sensitivity) = HIGH]; }
message Customer { string quirk = 1 [(pii.v1.sensitivity) = LOW]; }
message Guest { string quirk = 1; }
)"));
  EXPECT_EQ(texts.Level("Guest.quirk"), "PUBLIC");
}

TEST(PiiLearning, WhatTheClassifierKnowsAnywayTeachesNothing) {
  const std::string body = R"(
message User {
  // E-mail address of the user.
  string value = 1 [(pii.v1.sensitivity) = LEVEL];
}
message Guest { string value = 1; }
)";
  const auto level = [&](const std::string& annotated) {
    std::string text = body;
    text.replace(text.find("LEVEL"), 5, annotated);
    return PiiTexts(Proto(text)).Level("Guest.value");
  };
  EXPECT_EQ(level("MEDIUM"), "PUBLIC");
  EXPECT_EQ(level("HIGH"), "HIGH");
}

TEST(PiiLearning, MayBeTurnedOff) {
  const std::string body = R"(
message User { string quirk = 1 [(pii.v1.sensitivity) = HIGH]; }
message Guest { string quirk = 1; }
)";
  EXPECT_EQ(PiiTexts(Proto(body)).Level("Guest.quirk"), "HIGH");
  EXPECT_EQ(PiiTexts(Proto(body), {.toml = "[pii]\nlearn = false\n"}).Level("Guest.quirk"),
            "PUBLIC");
}

TEST(PiiCorrections, WinOverEverything) {
  const Corrections corrections = {
      {"shop.v1.User.email", {Sensitivity::kLow, "EMAIL_WORK", "only staff"}}};
  const PiiTexts texts(
      Proto("message User { string email = 1 [(pii.v1.sensitivity) = HIGH]; string email2 = 2; }"),
      {.toml = "[[pii.override]]\npath = \"**\"\nlevel = \"HIGH\"\n", .corrections = corrections});
  EXPECT_EQ(texts.Level("User.email"), "LOW EMAIL_WORK");
  EXPECT_EQ(texts.Of("User.email").origin, Origin::kCorrection);
  EXPECT_EQ(texts.Of("User.email").reason, "corrected: only staff");
  EXPECT_EQ(texts.Of("User.email").opinion->sensitivity, Sensitivity::kMedium);
  EXPECT_EQ(texts.Level("User.email2"), "HIGH EMAIL_PERSONAL");
}

TEST(PiiCorrections, AreReadBackAsWritten) {
  const Corrections written = {
      {"b.M.f", {Sensitivity::kHigh, "SSN", "a \"quote\", a \\ and\na line\x7f"}},
      {"a.M.f", {Sensitivity::kPublic, "", "why"}},
  };
  const std::string text = RenderCorrections(written);
  EXPECT_LT(text.find("a.M.f"), text.find("b.M.f"));
  const auto read = ReadCorrections(text, "c.toml");
  ASSERT_TRUE(read.ok()) << read.error().message;
  ASSERT_THAT(*read, SizeIs(2));
  EXPECT_EQ(read->at("b.M.f").why, "a \"quote\", a \\ and\na line\x7f");
  EXPECT_EQ(read->at("b.M.f").type, "SSN");
  EXPECT_EQ(RenderCorrections(*read), text);
}

TEST(PiiCorrections, MistakesAreToldByLine) {
  const std::pair<const char*, const char*> cases[] = {
      {"[[corection]]\n", "c.toml:1: `corection` is not known here. Did you mean `correction`?"},
      {"[[correction]]\nfield = \"a\"\nwhy = \"x\"\n", "`level` is missing"},
      {"[[correction]]\nfield = \"a\"\nlevel = \"LOW\"\n", "`why` is missing"},
      {"[[correction]]\nfield = \"a\"\nlevel = \"LOW\"\nwhy = \"x\"\n"
       "[[correction]]\nfield = \"a\"\nlevel = \"LOW\"\nwhy = \"x\"\n",
       "c.toml:5: \"a\" is corrected twice"},
      {"= 3\n", "c.toml:1:"},
  };
  for (const auto& [text, expected] : cases) {
    const auto read = ReadCorrections(text, "c.toml");
    ASSERT_FALSE(read.ok()) << text;
    EXPECT_THAT(read.error().message, HasSubstr(expected));
  }
}

TEST(PiiCorrections, ThreeLikeOnesProposeARuleThatWorks) {
  Corrections corrections;
  const auto needed = [](const std::string&) { return true; };
  for (const char* field : {"shop.v1.User.quirk_code", "shop.v1.Guest.quirk_code"}) {
    corrections[field] = {Sensitivity::kMedium, "USERNAME", "why"};
  }
  EXPECT_THAT(ProposeRules(corrections, needed), IsEmpty());
  corrections["shop.v1.Patient.quirk_code"] = {Sensitivity::kMedium, "USERNAME", "why"};
  corrections["shop.v1.Widget.quirk_code"] = {Sensitivity::kLow, "", "another level"};
  const auto proposals = ProposeRules(corrections, needed);
  ASSERT_THAT(proposals, SizeIs(1));
  EXPECT_THAT(proposals[0].reason, HasSubstr("3 corrections say that `quirk_code` is MEDIUM"));
  EXPECT_THAT(proposals[0].toml, HasSubstr("[[pii.term]]"));
  EXPECT_THAT(ProposeRules(corrections, [](const std::string&) { return false; }), IsEmpty());
  const PiiTexts texts(Proto("message Passenger { string quirk_code = 1; }"),
                       {.toml = proposals[0].toml});
  EXPECT_EQ(texts.Level("Passenger.quirk_code"), "MEDIUM USERNAME");
}

TEST(PiiCorrections, HarmlessNamesAreProposedAsAPattern) {
  Corrections corrections;
  for (const char* field : {"a.A.email", "a.B.email", "a.C.email"}) {
    corrections[field] = {Sensitivity::kPublic, "", "why"};
  }
  const auto proposals = ProposeRules(corrections, [](const std::string&) { return true; });
  ASSERT_THAT(proposals, SizeIs(1));
  EXPECT_THAT(proposals[0].toml, HasSubstr("[[pii.pattern]]"));
  const PiiTexts texts(Proto("message User { string email = 1; string home_email = 2; }"),
                       {.toml = proposals[0].toml});
  EXPECT_EQ(texts.Level("User.email"), "PUBLIC");
  EXPECT_EQ(texts.Level("User.home_email"), "MEDIUM EMAIL_PERSONAL");
}

// The steps of a trace as "step: text".
std::vector<std::string> Steps(const PiiTexts& texts) {
  std::vector<std::string> steps;
  for (const TraceStep& step : texts.classified().trace) {
    steps.push_back(step.step + ": " + step.text);
  }
  return steps;
}

TEST(PiiTrace, TellsEveryStep) {
  const PiiTexts texts(Proto(R"(
message User {
  // The address that receipts go to.
  string email = 1 [(pii.v1.sensitivity) = LOW];
  string id = 2;
}
)"),
                       {.traced = "User.email"});
  const std::vector<std::string> steps = Steps(texts);
  EXPECT_EQ(steps.front(), "words: email");
  EXPECT_THAT(steps, testing::Contains("comment: The address that receipts go to."));
  EXPECT_THAT(steps, testing::Contains(HasSubstr("subject: `User` is about a person")));
  EXPECT_THAT(steps, testing::Contains(HasSubstr("evidence: person +3.0 (named after `user`)")));
  EXPECT_THAT(steps, testing::Contains("candidate: `email` (EMAIL_PERSONAL): yes"));
  EXPECT_THAT(steps, testing::Contains("annotation: LOW: annotated LOW in the source"));
  EXPECT_THAT(steps, testing::Contains(HasSubstr("decision: LOW EMAIL_PERSONAL by annotation")));
  EXPECT_THAT(steps.back(), HasSubstr("disagreement: the classifier alone would say MEDIUM"));
}

TEST(PiiTrace, TellsWhyNot) {
  const PiiTexts policy(Proto("message User { string password_policy = 1; }"),
                        {.traced = "User.password_policy"});
  EXPECT_THAT(Steps(policy), testing::Contains(HasSubstr("`password` (PASSWORD): no, the words")));
  const PiiTexts machine(Proto("message Server { string name = 1; }"), {.traced = "Server.name"});
  EXPECT_THAT(Steps(machine), testing::Contains(HasSubstr("`name` (NAME): no, it counts only")));
  EXPECT_THAT(Steps(machine).back(), HasSubstr("decision: PUBLIC"));
}

TEST(PiiTrace, FollowsContainersToTheirCauseAndEndsInCycles) {
  const PiiTexts texts(Proto(R"(
message Page { repeated User users = 1; }
message User { User manager = 1; Secret secret = 2; }
message Secret { string ssn = 1; Secret next = 2; }
)"),
                       {.traced = "Page.users"});
  const std::vector<std::string> steps = Steps(texts);
  EXPECT_THAT(steps, testing::Contains(HasSubstr("container: `users` holds `shop.v1.User.")));
  EXPECT_THAT(steps, testing::Contains(HasSubstr("shop.v1.Secret.ssn")));
}

}  // namespace
}  // namespace protowarden
