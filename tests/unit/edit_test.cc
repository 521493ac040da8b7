// SPDX-License-Identifier: Apache-2.0
#include "analyzer/edit/edits.h"
#include "analyzer/edit/source_tokens.h"
#include "analyzer/edit/unified_diff.h"

namespace protowarden::edit {
namespace {

using testing::IsEmpty;

std::string Lines(int first, int last) {
  std::string text;
  for (int i = first; i <= last; ++i) text += std::to_string(i) + "\n";
  return text;
}

TEST(EditsTest, AppliesInOrderOfPlace) {
  std::vector<Edit> edits = {{4, 1, "E"}, {0, 0, "<"}, {4, 0, "+"}, {4, 0, "-"}, {6, 0, ">"}};
  Sort(edits);
  EXPECT_EQ(Apply("abcdef", edits), "<abcd+-Ef>");
  EXPECT_EQ(Apply("", {}), "");
  EXPECT_EQ(Apply("abc", {{0, 3, ""}}), "");
}

TEST(UnifiedDiffTest, NothingForNothing) {
  EXPECT_THAT(UnifiedDiff("a", "x\n", {}), IsEmpty());
  EXPECT_THAT(UnifiedDiff("a", "x\n", {{0, 1, "x"}}), IsEmpty());
}

TEST(UnifiedDiffTest, ThreeLinesOfContext) {
  EXPECT_EQ(
      UnifiedDiff("p/a.proto", Lines(1, 9), {{8, 1, "five"}}),
      "--- a/p/a.proto\n+++ b/p/a.proto\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
}

TEST(UnifiedDiffTest, LinesThatStayAreContext) {
  EXPECT_EQ(UnifiedDiff("a", "1\n2\n", {{1, 0, "\nnew"}}),
            "--- a/a\n+++ b/a\n@@ -1,2 +1,3 @@\n 1\n+new\n 2\n");
  EXPECT_EQ(UnifiedDiff("a", "1\n2\n3\n", {{2, 2, ""}}),
            "--- a/a\n+++ b/a\n@@ -1,3 +1,2 @@\n 1\n-2\n 3\n");
}

TEST(UnifiedDiffTest, NearChangesShareAHunkAndFarOnesMoveTheNext) {
  const std::string near = UnifiedDiff("a", Lines(1, 9), {{0, 0, "0\n"}, {12, 1, "x"}});
  EXPECT_EQ(near,
            "--- a/a\n+++ b/a\n@@ -1,9 +1,10 @@\n+0\n 1\n 2\n 3\n 4\n 5\n 6\n-7\n+x\n 8\n 9\n");
  const std::string far = UnifiedDiff("a", Lines(1, 9), {{0, 0, "0\n"}, {16, 1, "x"}});
  EXPECT_THAT(far, testing::HasSubstr("@@ -1,3 +1,4 @@\n+0\n 1\n 2\n 3\n"
                                      "@@ -6,4 +7,4 @@\n 6\n 7\n 8\n-9\n+x\n"));
}

TEST(UnifiedDiffTest, EditsOfOneLineAreOneChange) {
  EXPECT_EQ(UnifiedDiff("a", "abc\n", {{0, 1, "A"}, {2, 1, "C"}}),
            "--- a/a\n+++ b/a\n@@ -1,1 +1,1 @@\n-abc\n+AbC\n");
}

TEST(UnifiedDiffTest, TextsWithoutLastLineEnd) {
  EXPECT_EQ(UnifiedDiff("a", "1\n2", {{3, 0, "x"}}),
            "--- a/a\n+++ b/a\n@@ -1,2 +1,2 @@\n 1\n-2\n\\ No newline at end of file\n"
            "+2x\n\\ No newline at end of file\n");
  EXPECT_EQ(UnifiedDiff("a", "1\n2", {{0, 0, "0\n"}}),
            "--- a/a\n+++ b/a\n@@ -1,2 +1,3 @@\n+0\n 1\n 2\n\\ No newline at end of file\n");
  EXPECT_EQ(UnifiedDiff("a", "", {{0, 0, "1\n"}}), "--- a/a\n+++ b/a\n@@ -0,0 +1,1 @@\n+1\n");
  EXPECT_EQ(UnifiedDiff("a", "1\n", {{0, 2, ""}}), "--- a/a\n+++ b/a\n@@ -1,1 +0,0 @@\n-1\n");
  EXPECT_EQ(UnifiedDiff("a", "1\n", {{2, 0, "2\n"}}),
            "--- a/a\n+++ b/a\n@@ -1,1 +1,2 @@\n 1\n+2\n");
}

TEST(UnifiedDiffTest, PathsAreQuotedAsGitDoes) {
  EXPECT_THAT(UnifiedDiff("a b", "1", {{0, 1, "2"}}), testing::StartsWith("--- a/a b\t\n"));
  EXPECT_THAT(UnifiedDiff("a\n\"", "1", {{0, 1, "2"}}),
              testing::StartsWith("--- \"a/a\\012\\\"\"\n"));
}

TEST(SourceTokensTest, CommentsAndStringsHideTokens) {
  const SourceTokens tokens("a // b ; {\n\"c // \\\" d\" /* e\n} */ f_1;");
  std::vector<std::string_view> texts;
  for (size_t i = 0; i < tokens.size(); ++i) texts.push_back(tokens.Text(i));
  EXPECT_THAT(texts, testing::ElementsAre("a", "\"c // \\\" d\"", "f_1", ";"));
  EXPECT_EQ(tokens.comments().size(), 2U);
  EXPECT_EQ(tokens.At(0), 0U);
  EXPECT_EQ(tokens.At(1), SourceTokens::kNone);
}

TEST(SourceTokensTest, BracketsAndStatements) {
  const SourceTokens tokens("option (a) = { b: [1] }; c");
  EXPECT_EQ(tokens.Closing(1), 3U);
  EXPECT_EQ(tokens.Text(tokens.AfterStatement(0)), "c");
  EXPECT_EQ(SourceTokens("a { b").Closing(1), SourceTokens::kNone);
  EXPECT_EQ(SourceTokens("a { b").AfterStatement(0), 3U);
}

TEST(SourceTokensTest, Layout) {
  const SourceTokens tokens("\xEF\xBB\xBF{\r\n    a; // b\r\n\tc; /* d */ e;\r\n}");
  EXPECT_EQ(tokens.start(), 3U);
  EXPECT_EQ(tokens.eol(), "\r\n");
  EXPECT_EQ(tokens.indent_unit(), "    ");
  EXPECT_EQ(tokens.Text(1), "a");
  EXPECT_TRUE(tokens.BeginsLine(tokens[1].begin));
  EXPECT_FALSE(tokens.EndsLine(tokens[2].end));
  const size_t behind = tokens.AfterComments(tokens[2].end);
  EXPECT_EQ(tokens.text().substr(behind, 2), "\r\n");
  EXPECT_TRUE(tokens.EndsLineComment(behind));
  EXPECT_EQ(tokens.Indent(tokens[3].begin), "\t");
  EXPECT_FALSE(tokens.EndsLineComment(tokens.AfterComments(tokens[4].end)));
  EXPECT_FALSE(tokens.EndsLine(tokens.AfterComments(tokens[4].end)));
}

}  // namespace
}  // namespace protowarden::edit
