// SPDX-License-Identifier: Apache-2.0
#include "analyzer/base/markdown.h"

#include <gtest/gtest.h>

namespace protowarden {
namespace {

TEST(Markdown, ForeignTextBeginsNoMarkup) {
  EXPECT_EQ(EscapeMarkdown("<b>*x*</b> [a](b) | ~c~ &amp; !"),
            "\\<b\\>\\*x\\*\\</b\\> \\[a\\](b) \\| \\~c\\~ \\&amp; \\!");
  EXPECT_EQ(EscapeMarkdown("# a"), "\\# a");
  EXPECT_EQ(EscapeMarkdown("- a"), "\\- a");
  EXPECT_EQ(EscapeMarkdown("12. a-b"), "12\\. a-b");
  EXPECT_EQ(EscapeMarkdown("a\nb\x1b[0m"),
            "a\xEF\xBF\xBD"
            "b\xEF\xBF\xBD\\[0m");
}

TEST(Markdown, NamesStayReadable) {
  EXPECT_EQ(EscapeMarkdown("field task_id of foo.v1.Bar, 1.5."),
            "field task_id of foo.v1.Bar, 1.5.");
  EXPECT_EQ(EscapeMarkdown("_private_ a_"), "\\_private\\_ a\\_");
}

TEST(Markdown, BackticksInPairsAreCode) {
  EXPECT_EQ(EscapeMarkdown("Write `a * b` here."), "Write `a * b` here.");
  EXPECT_EQ(EscapeMarkdown("a ` b *"), "a \\` b \\*");
  EXPECT_EQ(EscapeMarkdown("a `` b"), "a \\`\\` b");
  EXPECT_EQ(EscapeMarkdown("`a` `"), "`a` \\`");
}

TEST(Markdown, CodeHasAFenceLongerThanAnyInside) {
  EXPECT_EQ(MarkdownCode("a.b"), "`a.b`");
  EXPECT_EQ(MarkdownCode("a`b"), "``a`b``");
  EXPECT_EQ(MarkdownCode("`a``"), "``` `a`` ```");
  EXPECT_EQ(MarkdownCode("a\nb"),
            "`a\xEF\xBF\xBD"
            "b`");
}

}  // namespace
}  // namespace protowarden
