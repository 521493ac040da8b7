// SPDX-License-Identifier: Apache-2.0
//
// The parts that report formats are made of.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "analyzer/base/markup.h"
#include "analyzer/base/text.h"
#include "analyzer/base/workflow_command.h"
#include "analyzer/report/formats.h"
#include "analyzer/report/html_text.h"
#include "analyzer/report/line_anchor.h"
#include "analyzer/report/listing.h"
#include "analyzer/report/markdown_text.h"
#include "analyzer/report/uri.h"

namespace protowarden::report {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Finding Deleted(const Span& block, int32_t old_line) {
  Finding finding;
  finding.change = ChangeKind::kRemoved;
  finding.location = {"a.proto", "a.proto", block};
  finding.against = {"a.proto", "a.proto", {old_line, 3, old_line, 20}};
  return finding;
}

TEST(LineAnchor, IsTheNearestLineAboveThatIsStillThere) {
  const auto before =
      Split("message A {\n  int32 x = 1;\n\n  int32 y = 2;\n  int32 z = 3;\n}", '\n');
  const auto after = Split("// New.\nmessage A {\n  int32 x = 1;\n}", '\n');
  for (const int32_t gone : {4, 5}) {
    const auto anchor = FindAnchor(Deleted({2, 1, 4, 2}, gone), before, after);
    ASSERT_TRUE(anchor.has_value());
    EXPECT_EQ(anchor->line, 3) << gone;
    EXPECT_EQ(anchor->text, "  int32 x = 1;");
  }
}

TEST(LineAnchor, StaysInsideTheBlock) {
  const auto before = Split("message A {\n  int32 x = 1;\n  int32 y = 2;\n}", '\n');
  const auto after = Split("  int32 x = 1;\nmessage B {\n  int32 q = 1;\n}", '\n');
  const auto anchor = FindAnchor(Deleted({2, 1, 4, 2}, 3), before, after);
  ASSERT_TRUE(anchor.has_value());
  EXPECT_EQ(anchor->line, 2);
}

TEST(LineAnchor, IsThereForWhatFileLacksAndNeverOutsideOfIt) {
  const auto before = Split("enum A {\n}\nmessage B {\n}\n", '\n');
  const auto after = Split("enum A {\n}\n", '\n');
  const auto anchor = FindAnchor(Deleted({}, 3), before, after);
  ASSERT_TRUE(anchor.has_value());
  EXPECT_EQ(anchor->line, 1);
  EXPECT_FALSE(FindAnchor(Deleted({7, 1, 9, 2}, 3), before, after).has_value());
  EXPECT_FALSE(FindAnchor(Deleted({}, 900), before, after).has_value());
  EXPECT_FALSE(FindAnchor(Deleted({}, 1), before, {}).has_value());
}

TEST(LineAnchor, OnlyWhatIsGoneNeedsOne) {
  EXPECT_TRUE(NeedsAnchor(Deleted({2, 1, 9, 2}, 4)));
  Finding changed = Deleted({2, 1, 9, 2}, 4);
  changed.change = ChangeKind::kChanged;
  EXPECT_FALSE(NeedsAnchor(changed));
  Finding file_gone = Deleted({2, 1, 9, 2}, 4);
  file_gone.location = {};
  EXPECT_FALSE(NeedsAnchor(file_gone));
  EXPECT_FALSE(NeedsAnchor(Deleted({4, 1, 4, 9}, 4)));
}

TEST(Region, CountsUtf16UnitsWhereColumnsCountWhatAReaderSees) {
  Entry entry;
  // A tab (four columns), an emoji (two columns, two units), an accent (one of each).
  entry.after_line = "\t\xF0\x9F\x98\x80\xC3\xA9 int32 x = 1;";
  entry.finding.location = {"a.proto", "a.proto", {5, 9, 5, 14}};
  const Region region = RegionOf(entry);
  EXPECT_EQ(region.column, 6);
  EXPECT_EQ(region.end_column, 11);
}

TEST(Region, IsTheFirstLineWhereNothingIsKnown) {
  Entry entry;
  entry.finding.location = {"a.proto", "a.proto", {}};
  const Region region = RegionOf(entry);
  EXPECT_EQ(region.line, 1);
  EXPECT_EQ(region.end_line, 1);
  EXPECT_EQ(region.column, region.end_column);
}

TEST(Shortened, NeverCutsACharacter) {
  const std::string text = "ab\xF0\x9F\x98\x80\xC3\xA9";
  EXPECT_EQ(Shortened(text, 5), text);
  EXPECT_EQ(Shortened(text, 4), "ab\u2026");
  EXPECT_EQ(Shortened("abcdef", 4), "abc\u2026");
  for (size_t most = 1; most < 6; ++most) {
    EXPECT_TRUE(IsValidUtf8(Shortened(text, most)));
    EXPECT_LE(Utf16Length(Shortened(text, most)), most);
  }
}

TEST(UniqueFingerprints, TellEqualOnesApart) {
  Entry a;
  a.finding.fingerprint = "f00d";
  Entry b;
  b.finding.fingerprint = "beef";
  EXPECT_THAT(UniqueFingerprints({&a, &b, &a, &a}),
              ElementsAre("f00d", "beef", "f00d-2", "f00d-3"));
}

TEST(Uri, EncodesEveryByteThatIsNotPlain) {
  EXPECT_EQ(RelativeUri("a b/c%#?:\xC3\xA9\xFF.proto"), "a%20b/c%25%23%3F%3A%C3%A9%FF.proto");
  EXPECT_EQ(FileUri("/tmp/a b"), "file:///tmp/a%20b");
}

TEST(CommentText, CallsNobodyAndLinksNowhere) {
  EXPECT_EQ(CommentText("ask @octo, see #12"), "ask @&#8203;octo, see #&#8203;12");
  EXPECT_EQ(CommentText("https://x.y www.x.y"), "https:&#8203;//x.y www&#8203;.x.y");
  EXPECT_EQ(CommentText("GH-12 a-b c@ #"), "GH-&#8203;12 a-b c@ #");
  EXPECT_EQ(CommentText("`@octo` @octo"), "`@octo` @&#8203;octo");
}

TEST(CommentCode, KeepsATableInShape) {
  EXPECT_EQ(CommentCode("a.b"), "`a.b`");
  EXPECT_EQ(CommentCode("a|b`<"), "<code>a&#124;b&#96;&#60;</code>");
  EXPECT_EQ(CommentText("x `a|b` y"), "x <code>a&#124;b</code> y");
}

TEST(FencedBlock, HasAFenceLongerThanWhatIsInside) {
  EXPECT_EQ(FencedBlock("diff", {"- ```", "+ x"}), "````diff\n- ```\n+ x\n````\n");
}

TEST(BoundedText, CountsWhatDoesNotFit) {
  BoundedText text(5);
  for (const char* piece : {"abc", "defg", "h"}) text.Add(piece);
  EXPECT_EQ(text.text(), "abc");
  EXPECT_EQ(text.left_out(), 2U);
}

TEST(FillTemplate, DoesNotLookIntoWhatItFillsIn) {
  EXPECT_EQ(FillTemplate("a{{X}}b{{Y}}{{NO}}c{{", {{"X", "{{Y}}"}, {"Y", "2"}}), "a{{Y}}b2c{{");
}

TEST(Markup, EscapesForContentAndAttributes) {
  EXPECT_EQ(EscapeMarkup("<a b='c' d=\"&\">"), "&lt;a b=&#39;c&#39; d=&quot;&amp;&quot;&gt;");
  EXPECT_EQ(EscapeMarkup("a\nb", true), "a&#10;b");
  EXPECT_EQ(EscapeMarkup("a\xEF\xBF\xBF"), "a\xEF\xBF\xBD");
}

TEST(WorkflowCommand, IsOneLineWhateverItSays) {
  EXPECT_EQ(WorkflowCommand("error", {{"file", "a,b:c"}, {"title", "50%"}}, "x\n::stop: y,"),
            "::error file=a%2Cb%3Ac,title=50%25::x%0A::stop: y,\n");
}

TEST(ScriptJson, HoldsNothingThatEndsTheElement) {
  const std::string json = ScriptJson(Json{{"x", "</script><!--&"}});
  EXPECT_EQ(json, "{\"x\":\"\\u003c/script\\u003e\\u003c!--\\u0026\"}");
}

TEST(ContentHash, HashesAsPoliciesNameThem) {
  // printf '' | openssl dgst -sha256 -binary | base64
  EXPECT_EQ(ContentHash(""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
}

TEST(Formats, AFileMayFollowAColon) {
  EXPECT_EQ(ParseDestination("sarif").path, "");
  EXPECT_EQ(ParseDestination("sarif:c:\\x.sarif").format, "sarif");
  EXPECT_EQ(ParseDestination("sarif:c:\\x.sarif").path, "c:\\x.sarif");
}

TEST(Formats, HaveDistinctNamesAndText) {
  EXPECT_EQ(Formats().front().name, "text");
  std::set<std::string_view> extensions;
  for (const Format& format : Formats()) {
    EXPECT_EQ(FindFormat(format.name), &format);
    EXPECT_FALSE(format.summary.empty());
    EXPECT_TRUE(extensions.insert(format.extension).second) << format.name;
    Report report;
    report.gate = Gate();
    EXPECT_FALSE(format.render(report, {}).empty()) << format.name;
  }
  EXPECT_EQ(FindFormat("xml"), nullptr);
}

}  // namespace
}  // namespace protowarden::report
