// SPDX-License-Identifier: Apache-2.0
//
// One change, one finding: rules that see the same change give way to one another.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/compare_texts.h"

namespace protowarden {
namespace {

using testing::ElementsAre;

constexpr const char* kHead =
    "syntax = \"proto3\";\npackage a;\nimport \"google/api/field_behavior.proto\";\n"
    "service S { rpc Put(M) returns (R); }\nmessage R {}\n";

std::vector<std::string> RulesOf(const std::string& before, const std::string& after,
                                 const std::vector<std::string>& use) {
  std::vector<std::string> rules;
  for (const Finding& finding :
       test::FindingsOf({{"a.proto", kHead + before}}, {{"a.proto", kHead + after}}, use, false)) {
    rules.push_back(finding.rule);
  }
  return rules;
}

TEST(Yields, AnAnnotationSpeaksForItsComment) {
  const std::string before = "message M {\n  // Optional. The name.\n  string name = 1;\n}\n";
  const std::string comment = "message M {\n  // Required. The name.\n  string name = 1;\n}\n";
  const std::string both =
      "message M {\n  // Required. The name.\n"
      "  string name = 1 [(google.api.field_behavior) = REQUIRED];\n}\n";
  EXPECT_THAT(RulesOf(before, comment, {"SEMANTIC"}), ElementsAre("DOCUMENTED_DEMAND_ADDED"));
  EXPECT_THAT(RulesOf(before, both, {"SEMANTIC"}), ElementsAre("FIELD_MADE_REQUIRED"));
  // Who only asks for comments hears of them.
  EXPECT_THAT(RulesOf(before, both, {"DOCUMENTED"}), ElementsAre("DOCUMENTED_DEMAND_ADDED"));
}

TEST(Yields, AValidationRuleSpeaksForItsComment) {
  const auto text = [](const char* limit) {
    return std::string("message M {\n  // At most ") + limit +
           " characters.\n  string name = 1 [(validate.rules).string.max_len = " + limit +
           "];\n}\n";
  };
  EXPECT_THAT(RulesOf(text("20"), text("10"), {"SEMANTIC"}),
              ElementsAre("FIELD_VALIDATION_TIGHTENED"));
}

TEST(Yields, ANewTypeSpeaksForItsRange) {
  const std::string before = "message M { int32 size = 1; }\n";
  const std::string after = "message M { int64 size = 1; }\n";
  EXPECT_THAT(RulesOf(before, after, {"SEMANTIC"}), ElementsAre("FIELD_RANGE_WIDENED"));
  EXPECT_THAT(RulesOf(before, after, {"FILE", "SEMANTIC"}), ElementsAre("FIELD_SAME_TYPE"));
  EXPECT_THAT(RulesOf(after, before, {"WIRE", "SEMANTIC"}), ElementsAre("FIELD_RANGE_NARROWED"));
}

}  // namespace
}  // namespace protowarden
