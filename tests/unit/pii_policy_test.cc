// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/policy_keys.h"
#include "rules/pii/policy_reader.h"
#include "tests/support/pii_texts.h"

namespace protowarden {
namespace {

using rules::pii::Origin;
using rules::pii::Policy;
using rules::pii::PolicyFiles;
using rules::pii::ReadPolicy;
using test::PiiTexts;
using test::Proto;
using testing::HasSubstr;

constexpr const char* kThings = R"(
message Widget { string badge_number = 1; string colour = 2; string cust_ref_no = 3; }
message User { string badge_number = 1; string email = 2; string nick = 3; }
)";

PiiTexts With(const std::string& toml, const std::string& body = kThings) {
  return PiiTexts(Proto(body), {.toml = toml});
}

TEST(PiiPolicy, TheBuiltinPolicyIsReadable) {
  const auto policy = ReadPolicy(PolicyFiles());
  ASSERT_TRUE(policy.ok()) << policy.error().message;
  EXPECT_EQ(policy->FindType("SSN")->number, 10);
}

TEST(PiiPolicy, PatternsMatchTheWholeNameOrTheWholeFullName) {
  const std::string toml = R"(
[[pii.pattern]]
name = "badge"
pattern = "badge_.*|.*_badge_id"
level = "MEDIUM"
type = "EMPLOYEE_ID"
[[pii.pattern]]
name = "colours of widgets"
pattern = 'shop\.v1\.Widget\.col.*'
level = "HIGH"
[[pii.pattern]]
name = "part of a name"
pattern = "ick"
level = "HIGH"
[[pii.pattern]]
name = "later"
pattern = "badge_number"
level = "HIGH"
)";
  const PiiTexts texts = With(toml);
  EXPECT_EQ(texts.Level("Widget.badge_number"), "MEDIUM EMPLOYEE_ID");
  EXPECT_EQ(texts.Of("Widget.badge_number").origin, Origin::kPattern);
  EXPECT_THAT(texts.Of("Widget.badge_number").reason, HasSubstr("`badge`"));
  EXPECT_EQ(texts.Level("Widget.colour"), "HIGH");
  EXPECT_EQ(texts.Of("User.nick").origin, Origin::kName);
  EXPECT_EQ(texts.Level("Widget.cust_ref_no"), "LOW CUSTOMER_ID");
}

TEST(PiiPolicy, PatternsThatCouldCrossTheLinesOfTheirTextDoNot) {
  const PiiTexts texts = With(
      "[[pii.pattern]]\nname = \"a\"\npattern = \"[^x]*\"\nlevel = \"HIGH\"\n"
      "[[pii.pattern]]\nname = \"b\"\npattern = \"(?s).*\\\\n.*\"\nlevel = \"LOW\"\n",
      "message X { string x = 1; string ax = 2; string b = 3; }");
  EXPECT_EQ(texts.Level("X.x"), "PUBLIC");
  EXPECT_EQ(texts.Level("X.ax"), "PUBLIC");
  EXPECT_EQ(texts.Level("X.b"), "HIGH");
}

TEST(PiiPolicy, OverridesWinByPathAndTheFirstCounts) {
  const PiiTexts texts = With(R"(
[[pii.pattern]]
name = "email"
pattern = "email"
level = "HIGH"
[[pii.override]]
path = "shop.v1.User.email"
level = "LOW"
type = "EMAIL_WORK"
why = "only staff"
[[pii.override]]
path = "shop.*.User"
level = "PUBLIC"
[[pii.override]]
path = "**.Widget.colour"
level = "HIGH"
)");
  EXPECT_EQ(texts.Level("User.email"), "LOW EMAIL_WORK");
  EXPECT_EQ(texts.Of("User.email").origin, Origin::kOverride);
  EXPECT_EQ(texts.Of("User.email").reason, "override `shop.v1.User.email`: only staff");
  // Patterns are part of the policy that the override disagrees with.
  EXPECT_EQ(texts.Of("User.email").opinion->sensitivity, Sensitivity::kHigh);
  EXPECT_EQ(texts.Level("User.nick"), "PUBLIC");
  EXPECT_EQ(texts.Level("Widget.colour"), "HIGH");
  EXPECT_EQ(texts.Level("Widget.badge_number"), "PUBLIC");
}

TEST(PiiPolicy, OverridesByFile) {
  const PiiTexts texts(
      {{"internal/a.proto", "package a; message User { optional string email=1; }"},
       {"api/b.proto", "package b; message User { optional string email=1; }"}},
      {.toml = "[[pii.override]]\npath = \"internal/**\"\nlevel = \"PUBLIC\"\n"});
  EXPECT_EQ(texts.Level("a.User.email"), "PUBLIC");
  EXPECT_EQ(texts.Level("b.User.email"), "MEDIUM EMAIL_PERSONAL");
}

TEST(PiiPolicy, OwnTypesTermsWordsAndLanguages) {
  const PiiTexts texts = With(R"(
[pii.person]
words = ["asiakas"]
[pii.abbreviations]
kp = "klubipiste"
[[pii.type]]
id = "LOYALTY"
level = "MEDIUM"
title = "Loyalty number"
regulations = ["GDPR"]
[[pii.type]]
id = "EMAIL_PERSONAL"
level = "HIGH"
[[pii.term]]
type = "LOYALTY"
words = ["klubipiste"]
[[pii.term]]
level = "PUBLIC"
words = ["nick"]
[[pii.term]]
type = "NAME"
where = ["person"]
words = ["nimi"]
)",
                              R"(
message Asiakas { string nimi = 1; string kp = 2; }
message Kone { string nimi = 1; string kp_nro = 2; }
message User { string email = 1; string nick = 2; }
)");
  EXPECT_EQ(texts.Level("Asiakas.nimi"), "LOW NAME");
  EXPECT_EQ(texts.Level("Kone.nimi"), "PUBLIC");
  EXPECT_EQ(texts.Level("Asiakas.kp"), "MEDIUM LOYALTY");
  EXPECT_EQ(texts.Level("User.email"), "HIGH EMAIL_PERSONAL");
  EXPECT_EQ(texts.Level("User.nick"), "PUBLIC");
  const Inventory inventory = texts.TakeInventory();
  for (const FieldRecord& record : inventory.fields) {
    if (record.field_path == "Asiakas.kp") {
      EXPECT_THAT(record.regulations, testing::Contains("GDPR"));
    }
    // What a type's row does not mention stays.
    if (record.field_path == "User.email") {
      EXPECT_THAT(record.protections, testing::Contains("mask"));
    }
  }
}

TEST(PiiPolicy, OwnAnnotationOptions) {
  const PiiTexts texts = With(R"toml(
[pii.options]
sensitivity = "(acme.privacy.level)"
type = "acme.privacy.kind"
[pii.options.levels]
RESTRICTED = "HIGH"
3 = "PUBLIC"
[pii.options.type_names]
MAIL = "EMAIL_WORK"
)toml",
                              R"(
message Widget {
  string a = 1 [(acme.privacy.level) = RESTRICTED];
  string b = 2 [(acme.privacy) = { level: LEVEL_MEDIUM, kind: MAIL }];
  string email = 3 [(acme.privacy).level = 3];
  string c = 4 [(pii.v1.sensitivity) = HIGH];
}
)");
  EXPECT_EQ(texts.Level("Widget.a"), "HIGH");
  EXPECT_EQ(texts.Level("Widget.b"), "MEDIUM EMAIL_WORK");
  EXPECT_EQ(texts.Level("Widget.email"), "PUBLIC");
  EXPECT_EQ(texts.Level("Widget.c"), "PUBLIC");
  EXPECT_EQ(texts.Of("Widget.a").origin, Origin::kAnnotation);
}

TEST(PiiPolicy, MistakesHaveLineAndHint) {
  const std::pair<const char*, const char*> cases[] = {
      {"[pii]\npatern = []\n",
       "protowarden.toml:2: `patern` is not known here. Did you mean "
       "`pattern`?"},
      {"[[pii.pattern]]\nname = \"a\"\nregex = \"a\"\n",
       "protowarden.toml:3: `regex` is not known"},
      {"[[pii.pattern]]\nname = \"a\"\npattern = \"(\"\nlevel = \"LOW\"\n", "missing )"},
      {"[[pii.pattern]]\nname = \"a\"\npattern = \"a\"\n", "`level` or `type` must be given"},
      {"[[pii.term]]\ntype = \"EMAIL_PERSONEL\"\nwords = [\"x\"]\n",
       "There is no type \"EMAIL_PERSONEL\". Did you mean `EMAIL_PERSONAL`?"},
      {"[[pii.term]]\nlevel = \"SECRET\"\nwords = [\"x\"]\n", "\"SECRET\" is no level"},
      {"[[pii.term]]\nlevel = \"LOW\"\nwords = \"x\"\n", "`words` must be a list of strings"},
      {"[[pii.term]]\nlevel = \"LOW\"\nkinds = [\"txt\"]\n", "Did you mean `text`?"},
      {"[[pii.term]]\nlevel = \"LOW\"\ncertain = 1\n", "`certain` must be true or false"},
      {"[pii]\nterm = 3\n", "written [[term]]"},
      {"[[pii.type]]\ntitle = \"x\"\n", "`id` is missing"},
      {"[[pii.type]]\nid = \"X\"\n", "`level` is missing"},
      {"[[pii.override]]\nlevel = \"LOW\"\n", "`path` is missing"},
      {"[pii]\nlearn = \"no\"\n", "`learn` must be true or false"},
      {"[pii]\ncorrections = \"../x.toml\"\n", "must be a path below"},
      {"[pii.options]\nsensitivty = \"a\"\n", "Did you mean `sensitivity`?"},
      {"[pii.options]\nlevels = 3\n", "`levels` must be a table"},
      {"[pii.options.levels]\nX = \"SOME\"\n", "\"SOME\" is no level"},
      {"[pii.options.type_names]\nX = \"MAIL\"\n", "There is no type \"MAIL\""},
      {"[pii.person]\nword = []\n", "`word` is not known here. Did you mean `words`?"},
      {"[pii.abbreviations]\nx = 3\n", "`x` must be a string"},
      {"[pii.packages]\nthing = []\n", "`thing` is not known here"},
      {"[pii]\nperson = 3\n", "`person` must be a table"},
  };
  for (const auto& [toml, expected] : cases) {
    const auto policy = ReadPolicy(PolicyFiles(), toml, "protowarden.toml");
    ASSERT_FALSE(policy.ok()) << toml;
    EXPECT_EQ(policy.error().kind, ErrorKind::kUsage);
    EXPECT_THAT(policy.error().message, HasSubstr(expected)) << toml;
    EXPECT_THAT(policy.error().message, HasSubstr("protowarden.toml:")) << toml;
  }
}

TEST(PiiPolicy, EveryListedTopKeyIsRead) {
  for (const std::string_view key : rules::pii::PolicyKeysBelow("")) {
    // No key takes a number: the reader must object to the value, not to the key.
    const std::string toml = "[pii]\n" + std::string(key) + " = 3\n";
    const auto policy = ReadPolicy(PolicyFiles(), toml, "p.toml");
    ASSERT_FALSE(policy.ok()) << key;
    EXPECT_THAT(policy.error().message, HasSubstr("must be")) << key;
  }
}

}  // namespace
}  // namespace protowarden
