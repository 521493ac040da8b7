// SPDX-License-Identifier: Apache-2.0
#include "analyzer/engine/gate.h"

#include <gmock/gmock.h>

#include "rules/catalogue.h"

namespace protowarden {
namespace {

using testing::HasSubstr;

Finding Break(std::string rule, CategorySet categories, Severity severity) {
  Finding finding;
  finding.rule = std::move(rule);
  finding.categories = categories;
  finding.severity = severity;
  return finding;
}

Gate Make(const GateSpec& spec) { return Gate::Create(spec, rules::Catalogue()).value(); }

TEST(Gate, ByDefaultEveryBreakOfTheEncodingFails) {
  const Gate gate = Make({});
  EXPECT_TRUE(gate.Blocks(Break("X", category::kFile, Severity::kLow)));
  EXPECT_FALSE(gate.Blocks(Break("X", category::kFile, Severity::kNone)));
}

TEST(Gate, ByDefaultTheContractAndPersonalDataFailFromHigh) {
  const Gate gate = Make({});
  const CategorySet validation = category::kSemantic | category::kValidation;
  EXPECT_FALSE(gate.Blocks(Break("X", validation, Severity::kMedium)));
  EXPECT_TRUE(gate.Blocks(Break("X", validation, Severity::kHigh)));
  Finding privacy = Break("X", category::kPii, Severity::kHigh);
  privacy.concern = Concern::kPrivacy;
  privacy.is_breaking = false;
  EXPECT_TRUE(gate.Blocks(privacy));
  privacy.severity = Severity::kMedium;
  EXPECT_FALSE(gate.Blocks(privacy));
}

TEST(Gate, WhatBreaksNobodyNeverFails) {
  Finding finding = Break("X", category::kFile, Severity::kCritical);
  finding.is_breaking = false;
  EXPECT_FALSE(Make({}).Blocks(finding));
}

TEST(Gate, ConfidenceCounts) {
  Finding finding = Break("X", category::kFile, Severity::kCritical);
  finding.confidence = Confidence::kLow;
  EXPECT_FALSE(Make({}).Blocks(finding));
  GateSpec spec;
  spec.min_confidence = Confidence::kLow;
  EXPECT_TRUE(Make(spec).Blocks(finding));
  spec.min_confidence = Confidence::kHigh;
  finding.confidence = Confidence::kMedium;
  EXPECT_FALSE(Make(spec).Blocks(finding));
}

TEST(Gate, TheRuleWinsThenThePartThenTheLowestCategory) {
  GateSpec spec;
  spec.fail_on = Severity::kCritical;
  spec.category = {{"SEMANTIC", Severity::kLow},
                   {"VALIDATION", Severity::kHigh},
                   {"FILE", std::nullopt},
                   {"WIRE", Severity::kMedium}};
  spec.rule = {{"FIELD_SAME_TYPE", std::nullopt}};
  const Gate gate = Make(spec);
  EXPECT_EQ(gate.ThresholdOf("FIELD_SAME_TYPE", category::kFile), std::nullopt);
  EXPECT_EQ(gate.ThresholdOf("X", category::kSemantic | category::kValidation), Severity::kHigh);
  EXPECT_EQ(gate.ThresholdOf("X", category::kSemantic | category::kPresence), Severity::kLow);
  EXPECT_EQ(gate.ThresholdOf("X", category::kFile | category::kWire), Severity::kMedium);
  EXPECT_EQ(gate.ThresholdOf("X", category::kFile), std::nullopt);
  EXPECT_EQ(gate.ThresholdOf("X", category::kCsr), Severity::kCritical);
}

TEST(Gate, UnknownNamesAreErrorsWithAHint) {
  GateSpec spec;
  spec.origin = "protowarden.toml";
  spec.category["VALIDATON"] = Severity::kLow;
  EXPECT_THAT(Gate::Create(spec, rules::Catalogue()).error().message,
              HasSubstr("Did you mean `VALIDATION`?"));
  spec.category.clear();
  spec.rule["FIELD_NO_DELET"] = Severity::kLow;
  EXPECT_THAT(Gate::Create(spec, rules::Catalogue()).error().message,
              HasSubstr("Did you mean `FIELD_NO_DELETE`?"));
}

TEST(Gate, ABareOverrideReplacesWhatIsConfiguredWhateverItsPlace) {
  GateSpec spec;
  spec.rule["FIELD_NO_DELETE"] = std::nullopt;
  const GateOverrides overrides{.fail_on = {"PII=never", "medium", "ONEOF_NO_DELETE=LOW"},
                                .mode = "shadow",
                                .min_confidence = "low"};
  ASSERT_TRUE(Override(overrides, rules::Catalogue(), spec).ok());
  EXPECT_EQ(spec.fail_on, Severity::kMedium);
  EXPECT_EQ(spec.category, (std::map<std::string, Threshold>{{"PII", std::nullopt}}));
  EXPECT_EQ(spec.rule, (std::map<std::string, Threshold>{{"ONEOF_NO_DELETE", Severity::kLow}}));
  EXPECT_EQ(spec.mode, GateMode::kShadow);
  EXPECT_EQ(spec.min_confidence, Confidence::kLow);
}

TEST(Gate, WrongOverridesAreUsageErrors) {
  const auto with = [](auto GateOverrides::*member, auto value) {
    GateOverrides overrides;
    overrides.*member = value;
    return overrides;
  };
  using Texts = std::vector<std::string>;
  for (const GateOverrides& overrides :
       {with(&GateOverrides::fail_on, Texts{"NONE"}),
        with(&GateOverrides::fail_on, Texts{"PI=HIGH"}),
        with(&GateOverrides::fail_on, Texts{"PII="}), with(&GateOverrides::mode, "off"),
        with(&GateOverrides::min_confidence, "SURE")}) {
    GateSpec spec;
    const Status done = Override(overrides, rules::Catalogue(), spec);
    ASSERT_FALSE(done.ok());
    EXPECT_EQ(done.error().kind, ErrorKind::kUsage);
  }
}

TEST(Gate, ForgetsCategoriesThatNoRuleIsIn) {
  Gate gate = Make({});
  gate.Keep(category::kFile | category::kWire);
  EXPECT_TRUE(gate.categories().empty());
}

}  // namespace
}  // namespace protowarden
