// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/access.h"

#include <gmock/gmock.h>

namespace protowarden::rules::pii {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

TEST(Access, TheBuiltInTableReads) {
  const auto read = ReadAccess(AccessFiles().front().text, "access.toml");
  ASSERT_TRUE(read.ok()) << read.error().message;
  ASSERT_THAT(*read, SizeIs(2));
  EXPECT_EQ(read->front().level, Sensitivity::kHigh);
  EXPECT_THAT(read->front().required_roles, ElementsAre("admin", "compliance_officer"));
  EXPECT_THAT(read->back().required_scopes, ElementsAre("pii.medium.read"));
  EXPECT_TRUE(read->front().mask_in_logs);
  EXPECT_FALSE(read->back().mask_in_logs);
}

TEST(Access, MistakesAreUsageErrorsWithTheLine) {
  const auto error = [](std::string_view text) {
    const auto read = ReadAccess(text, "a.toml");
    EXPECT_FALSE(read.ok()) << text;
    return read.ok() ? std::string() : read.error().message;
  };
  EXPECT_THAT(error("[[access]]\nlevel = \"HIGH\"\nrequired_role = []"),
              HasSubstr("a.toml:3: Unknown key \"required_role\""));
  EXPECT_THAT(error("[[access]]\nlevel = \"HUGE\""), HasSubstr("`level` must be"));
  EXPECT_THAT(error("[[access]]\nlevel = \"HIGH\"\naudit = 1"), HasSubstr("a.toml:3: `audit`"));
  EXPECT_THAT(error("[[access]]\nlevel = \"LOW\"\nrequired_roles = [1]"),
              HasSubstr("`required_roles` must be a list of strings"));
  EXPECT_THAT(error("[[access]]\nlevel = \"LOW\"\n[[access]]\nlevel = \"LOW\""),
              HasSubstr("two rows for LOW"));
  EXPECT_THAT(error("access = 1"), HasSubstr("no [[access]] table"));
  EXPECT_THAT(error("[["), HasSubstr("a.toml:1"));
}

}  // namespace
}  // namespace protowarden::rules::pii
