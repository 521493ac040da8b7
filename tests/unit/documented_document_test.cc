// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/documented/document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/semantic/documented/alignment.h"
#include "rules/semantic/documented/quantity.h"
#include "rules/semantic/documented/reversal.h"
#include "rules/semantic/documented/sentences.h"

namespace protowarden::rules::semantic::documented {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<std::string> Texts(std::string_view comment) {
  std::vector<std::string> texts;
  for (const Sentence& sentence : SplitSentences(ReadText(comment, 1))) {
    texts.push_back(sentence.text);
  }
  return texts;
}

TEST(DocumentTest, WrappedLinesAreOneSentence) {
  EXPECT_THAT(Texts(" The name of\n the user.\n Never empty.\n"),
              ElementsAre("The name of the user.", "Never empty."));
}

TEST(DocumentTest, AbbreviationsDecimalsAndCodeEndNoSentence) {
  EXPECT_THAT(Texts("Use e.g. Berlin. At most 2.5 MB. Call `a.B. C` now."),
              ElementsAre("Use e.g. Berlin.", "At most 2.5 MB.", "Call `a.B. C` now."));
}

TEST(DocumentTest, MarkupIsDropped) {
  EXPECT_THAT(Texts("**Bold** and _soft_ [the guide](https://a.example/b) of [User][a.b.User]."),
              ElementsAre("Bold and soft the guide of User."));
  EXPECT_THAT(Texts("Up to <b>5</b> &lt; <code>a b</code>."), ElementsAre("Up to 5 < `a b`."));
  EXPECT_THAT(Texts("Between [0, 10]."), ElementsAre("Between [0, 10]."));
  EXPECT_THAT(Texts("projects/*/tasks/* is *one* path"),
              ElementsAre("projects/*/tasks/* is one path"));
}

TEST(DocumentTest, ListItemsHeadingsAndClausesStandAlone) {
  EXPECT_THAT(Texts("# Limits\n- ten users\n- five\n  groups\n\nSorted; stable."),
              ElementsAre("Limits", "ten users", "five groups", "Sorted;", "stable."));
}

TEST(DocumentTest, CodeBlocksLicencesAndNotesSayNothing) {
  EXPECT_THAT(Texts("Copyright 2024 Example\nLicensed under the Apache License.\n\n"
                    "TODO: rename.\n\n```\nDefaults to 5.\n```\n(-- Defaults to 6. --)\nA user."),
              ElementsAre("A user."));
}

TEST(DocumentTest, SentencesKnowTheirLine) {
  const auto sentences = SplitSentences(ReadText(" A user.\n\n Has a\n name. Or not.\n", 10));
  ASSERT_THAT(sentences, SizeIs(3));
  EXPECT_EQ(sentences[0].line, 10);
  EXPECT_EQ(sentences[1].line, 12);
  EXPECT_EQ(sentences[2].line, 13);
}

TEST(DocumentTest, ExamplesAreNoStatements) {
  const auto sentences = SplitSentences(ReadText("A zone (e.g. UTC) of a day, for example 5.", 1));
  ASSERT_THAT(sentences, SizeIs(1));
  EXPECT_EQ(sentences[0].plain, "A zone  of 1 day, ");
}

TEST(DocumentTest, HostileCommentsEnd) {
  EXPECT_THAT(Texts(""), IsEmpty());
  for (const char letter : {'`', '[', '(', '*', '<', '"', '\'', '&', '\\', '{', '-', '#', '\xff'}) {
    EXPECT_LE(Texts(std::string(2 * kMaxCommentBytes, letter)).size(), kMaxSentences);
  }
  std::string many;
  for (int i = 0; i < 50000; ++i) many += "A. ";
  EXPECT_LE(Texts(many).size(), kMaxSentences);
}

TEST(QuantityTest, ReadsNumbersAndUnits) {
  EXPECT_EQ(ParseQuantity("1,000"), (Quantity{1000, ""}));
  EXPECT_EQ(ParseQuantity("2k"), (Quantity{2000, ""}));
  EXPECT_EQ(ParseQuantity("1e-5"), (Quantity{1e-5, ""}));
  EXPECT_EQ(ParseQuantity("4 KiB"), ParseQuantity("4096 bytes"));
  EXPECT_EQ(ParseQuantity("24 hours"), ParseQuantity("1 day"));
  EXPECT_EQ(ParseQuantity("30s"), ParseQuantity("30 seconds"));
  EXPECT_EQ(ParseQuantity("5-minute"), ParseQuantity("300 seconds"));
  EXPECT_EQ(ParseQuantity("many"), std::nullopt);
  EXPECT_EQ(ParseQuantity(""), std::nullopt);
}

TEST(QuantityTest, WritesNumbersInDigits) {
  EXPECT_EQ(NumbersInDigits("twenty-four hours, one day"), "24 hours, 1 day");
  EXPECT_EQ(NumbersInDigits("a hundred and two hundred fifty"), "100 and 250");
  EXPECT_EQ(NumbersInDigits("within an hour of a user"), "within 1 hour of a user");
}

TEST(AlignmentTest, FollowsMovedAndReworded) {
  const auto before = SplitSentences(ReadText("Sorted by name. At most ten users. Old words.", 1));
  const auto after =
      SplitSentences(ReadText("At most twelve users. Sorted by name. Brand new.", 1));
  const Alignment alignment = Align(before, after);
  ASSERT_THAT(alignment.same, SizeIs(1));
  EXPECT_EQ(alignment.same[0].before, 0U);
  EXPECT_EQ(alignment.same[0].after, 1U);
  ASSERT_THAT(alignment.similar, SizeIs(1));
  EXPECT_EQ(alignment.similar[0].before, 1U);
  EXPECT_EQ(alignment.similar[0].after, 0U);
  EXPECT_THAT(alignment.removed, ElementsAre(2U));
  EXPECT_THAT(alignment.added, ElementsAre(2U));
}

bool Reversed(std::string_view before, std::string_view after) {
  return FindReversal(TokensOf(before), TokensOf(after)).has_value();
}

TEST(ReversalTest, OneWordTurnsASentenceAround) {
  EXPECT_TRUE(Reversed("Wildcards are supported", "Wildcards are not supported"));
  EXPECT_TRUE(Reversed("Names may be set", "Names must be set"));
  EXPECT_FALSE(Reversed("Wildcards are not supported", "Wildcards are supported"));
  EXPECT_FALSE(Reversed("Note that it ends", "It ends"));
  EXPECT_TRUE(Reversed("Searches titles and descriptions", "Searches titles only"));
  EXPECT_TRUE(Reversed("Octets sent by the peer", "Octets sent to the peer"));
}

}  // namespace
}  // namespace protowarden::rules::semantic::documented
