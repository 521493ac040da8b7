// SPDX-License-Identifier: Apache-2.0
#include "analyzer/base/text_width.h"

#include <gtest/gtest.h>

namespace protowarden {
namespace {

// Widths as buf 1.75 counts them in columns.
TEST(TextWidth, CountsWhatAReaderSees) {
  EXPECT_EQ(NextColumn(0, "plain"), 5U);
  EXPECT_EQ(NextColumn(0, "\u00e9\u20ac\u2026"), 3U);
  EXPECT_EQ(NextColumn(0, "\u6f22\uac00"), 4U);
  EXPECT_EQ(NextColumn(0, "e\u0301"), 1U);
  EXPECT_EQ(NextColumn(0, "\u200b\u00ad\ufeff"), 0U);
  EXPECT_EQ(NextColumn(0, "\U0001f600"), 2U);
  EXPECT_EQ(NextColumn(0, "\U0001f468\u200d\U0001f469\u200d\U0001f467"), 2U);
  EXPECT_EQ(NextColumn(0, "\u26a0"), 1U);
  EXPECT_EQ(NextColumn(0, "\u26a0\ufe0f"), 2U);
  EXPECT_EQ(NextColumn(0, "\U0001f1e9\U0001f1ea"), 2U);
  EXPECT_EQ(NextColumn(0, "\U0001f64b\U0001f3fb"), 2U);
}

TEST(TextWidth, TabsStopAtMultiplesOfFour) {
  EXPECT_EQ(NextColumn(0, "\t"), 4U);
  EXPECT_EQ(NextColumn(0, "abc\t"), 4U);
  EXPECT_EQ(NextColumn(0, "abcd\t"), 8U);
  EXPECT_EQ(NextColumn(2, "\t\t"), 8U);
  EXPECT_EQ(NextColumn(0, "\u6f22\u6f22\t"), 8U);
}

TEST(TextWidth, MalformedBytesTakeOneColumnEach) {
  EXPECT_EQ(NextColumn(0, "\xff\xfe"), 2U);
  EXPECT_EQ(FirstCharacter("\xe6\xbc").length, 1U);
}

}  // namespace
}  // namespace protowarden
