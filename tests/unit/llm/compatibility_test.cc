// SPDX-License-Identifier: Apache-2.0
//
// How what a model claims about a change stands beside what the rules say.
#include "llm/reviewer/compatibility.h"

#include <gtest/gtest.h>

namespace protowarden::llm {
namespace {

// What becomes of a HIGH claim about a field on which the rules have this finding.
CompatibilityTask Beside(const Finding& known) {
  ChangedElement element;
  element.element = "p.Order";
  element.after = "// Price in units.";
  element.members["p.Order.price"] = {};
  element.findings = {&known};
  CompatibilityTask task(FindPrompt("compatibility").value(), {element});
  const Json claim = {{"element", "p.Order.price"}, {"severity", "HIGH"}, {"confidence", "HIGH"},
                      {"summary", "Another unit."}, {"impact", "i"},      {"recommendation", "r"},
                      {"quote", "Price in units"}};
  constexpr size_t kOnly = 0;
  task.Take(std::span(&kOnly, 1), {{{"findings", {claim}}, {"opinions", Json::array()}}});
  return task;
}

Finding Known(Severity severity, Concern concern) {
  Finding finding;
  finding.element = "p.Order.price";
  finding.fingerprint = "f1";
  finding.severity = severity;
  finding.concern = concern;
  return finding;
}

TEST(Compatibility, WhatTheRulesSayAlreadyIsAgreedWith) {
  const Finding known = Known(Severity::kHigh, Concern::kCompatibility);
  const CompatibilityTask task = Beside(known);
  EXPECT_TRUE(task.findings.empty());
  ASSERT_EQ(task.opinions.size(), 1U);
  EXPECT_EQ(task.opinions[0].fingerprint, "f1");
  EXPECT_TRUE(task.opinions[0].agrees);
}

TEST(Compatibility, WhatIsWorseIsAFinding) {
  const Finding known = Known(Severity::kMedium, Concern::kCompatibility);
  EXPECT_EQ(Beside(known).findings.size(), 1U);
}

TEST(Compatibility, AFindingAboutPersonalDataSaysNothingAboutCompatibility) {
  const Finding known = Known(Severity::kCritical, Concern::kPrivacy);
  const CompatibilityTask task = Beside(known);
  EXPECT_EQ(task.findings.size(), 1U);
  EXPECT_TRUE(task.opinions.empty());
}

}  // namespace
}  // namespace protowarden::llm
