// SPDX-License-Identifier: Apache-2.0
//
// The JSON of large inventories.
#include "analyzer/report/pii_report.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

namespace protowarden::report {
namespace {

using testing::HasSubstr;

// More fields than one thread writes at a time, some of them with text that JSON escapes.
PiiReport LargeReport() {
  PiiReport report;
  for (int i = 0; i < 30000; ++i) {
    FieldRecord& record = report.inventory.fields.emplace_back();
    record.element = "shop.v1.Account.field_" + std::to_string(i);
    record.reason = i % 7 == 0 ? "its comment says \"\xC3\xA9\n\"" : "";
    record.confidence = i % 3 == 0 ? 1 : 0.85;
    if (i % 5 != 0) continue;
    record.pii_types = {"NAME", "EMAIL_WORK"};
    record.disagreement = Disagreement{Sensitivity::kLow, {"NAME"}, "`name`", 0.5};
  }
  return report;
}

TEST(PiiJson, ThreadsDoNotShowInLargeReports) {
  const PiiReport report = LargeReport();
  const std::string one = RenderPiiJson(report, 1);
  EXPECT_EQ(RenderPiiJson(report, 2), one);
  EXPECT_EQ(RenderPiiJson(report, 7), one);
}

TEST(PiiJson, EveryFieldIsARecordOnOneLine) {
  const std::string text = RenderPiiJson(LargeReport(), 2);
  const auto parsed = nlohmann::json::parse(text);
  ASSERT_EQ(parsed["fields"].size(), 30000U);
  EXPECT_EQ(parsed["fields"][29995]["element"], "shop.v1.Account.field_29995");
  EXPECT_EQ(parsed["fields"][29995]["disagreement"]["pii_types"][0], "NAME");
  EXPECT_EQ(parsed["fields"][7]["reason"], "its comment says \"\xC3\xA9\n\"");
  EXPECT_EQ(parsed["fields"][3]["confidence"], 1.0);
  EXPECT_THAT(text, HasSubstr("\n    {\"field_path\": \"\", \"field_name\": \"\", "
                              "\"element\": \"shop.v1.Account.field_1\", "));
  EXPECT_THAT(text, HasSubstr(", \"confidence\": 0.85, \"annotated\": false, "));
}

}  // namespace
}  // namespace protowarden::report
