// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <chrono>

#include "analyzer/base/builtin.h"
#include "rules/semantic/documented/code_swap.h"
#include "rules/semantic/documented/compare.h"
#include "rules/semantic/documented/complement.h"
#include "rules/semantic/documented/contrast.h"
#include "rules/semantic/documented/lexicon.h"
#include "rules/semantic/documented/path_shape.h"
#include "rules/semantic/documented/pattern_book.h"
#include "rules/semantic/documented/statements.h"

namespace protowarden::rules::semantic::documented {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<Change> Compare(std::string_view before, std::string_view after) {
  return CompareDocuments(ReadText(before, 1), ReadText(after, 1));
}

std::vector<Fact> Facts(std::string_view comment) {
  const auto sentences = SplitSentences(ReadText(comment, 1));
  return sentences.empty() ? std::vector<Fact>() : FactsOf(sentences.front(), 0);
}

TEST(PatternBookTest, ReadsTheBuiltinStatements) {
  ASSERT_THAT(StatementFiles(), SizeIs(1));
  const auto book = PatternBook::Read(StatementFiles().front().text, "statements.toml");
  ASSERT_TRUE(book.ok()) << book.error().message;
  EXPECT_GT(book.value()->statements().size(), 100U);
}

TEST(PatternBookTest, NamesTheLineOfAProblem) {
  const auto problem = [](std::string_view text) {
    const auto book = PatternBook::Read(text, "a.toml");
    return book.ok() ? std::string() : book.error().message;
  };
  EXPECT_THAT(problem("[[statement]]\ntopic = \"colour\""),
              HasSubstr("a.toml:1: There is no topic"));
  EXPECT_THAT(problem("[[statement]]\ntopic = \"unit\"\npatterns = [\"(\"]"),
              HasSubstr("is no regular expression"));
  EXPECT_THAT(problem("[[statement]]\ntopic = \"unit\"\npatterns = [\"{nothing}\"]"),
              HasSubstr("There is no macro \"nothing\""));
  EXPECT_THAT(problem("[[statment]]"), HasSubstr("Did you mean `statement`?"));
  EXPECT_THAT(problem("[[unit]]\ndimension = \"time\""), HasSubstr("`names` is missing"));
}

TEST(LexiconTest, ReadsTheBuiltinWords) {
  ASSERT_THAT(LexiconFiles(), SizeIs(1));
  const auto lexicon = Lexicon::Read(LexiconFiles().front().text, "lexicon.toml");
  ASSERT_TRUE(lexicon.ok()) << lexicon.error().message;
  EXPECT_GT(lexicon.value()->contrasts().size(), 100U);
}

TEST(LexiconTest, NamesTheLineOfAProblem) {
  const auto problem = [](std::string_view text) {
    const auto lexicon = Lexicon::Read(text, "a.toml");
    return lexicon.ok() ? std::string() : lexicon.error().message;
  };
  EXPECT_THAT(problem("[[contrast]]\ngroups = [\"one\"]"), HasSubstr("a.toml:1: A contrast needs"));
  EXPECT_THAT(problem("[[contrast]]\ngroups = [\"one\", \"two,\"]"), HasSubstr("an empty word"));
  EXPECT_THAT(problem("[[contrast]]\ntopic = \"colour\""), HasSubstr("There is no topic"));
  EXPECT_THAT(problem("[[complement]]\nafter = [\"a\"]"), HasSubstr("A word is empty"));
  EXPECT_THAT(problem("[[contrasts]]"), HasSubstr("Did you mean `contrast`?"));
}

TEST(BuiltinDataTest, EndsTheProgramWhenBroken) {
  EXPECT_EQ(RequireBuiltin(Result<int>(1)), 1);
  EXPECT_DEATH((void)RequireBuiltin(Result<int>(UsageError("a.toml:1: No."))), "a.toml:1: No.");
}

TEST(StatementsTest, ReadsTypedFacts) {
  const auto limit = Facts("At most 64 characters.");
  ASSERT_THAT(limit, SizeIs(1));
  EXPECT_EQ(limit[0].topic, Topic::kMost);
  EXPECT_EQ(limit[0].attribute, "text");
  EXPECT_EQ(limit[0].quantity->value, 64);

  const auto range = Facts("Must be between 1 and 100.");
  ASSERT_GE(range.size(), 2U);
  EXPECT_EQ(range[0].topic, Topic::kLeast);
  EXPECT_EQ(range[1].topic, Topic::kMost);

  const auto page = Facts("If unspecified, at most 50 books will be returned.");
  ASSERT_THAT(page, SizeIs(1));
  EXPECT_EQ(page[0].topic, Topic::kDefault);
}

TEST(CompareTest, ContradictionsCarryBothSides) {
  const auto changes = Compare("The timeout.\nDefaults to 30 seconds.\n",
                               "The timeout of a call.\n\nDefaults to one minute.\n");
  ASSERT_THAT(changes, SizeIs(1));
  EXPECT_EQ(changes[0].topic, Topic::kDefault);
  EXPECT_EQ(changes[0].before.sentence, "Defaults to 30 seconds.");
  EXPECT_EQ(changes[0].after.sentence, "Defaults to one minute.");
  EXPECT_EQ(changes[0].before.line, 2);
  EXPECT_EQ(changes[0].after.line, 3);
  EXPECT_NE(changes[0].confidence, Confidence::kLow);
}

TEST(CompareTest, WhatMeansTheSameIsNoChange) {
  EXPECT_THAT(Compare("Expires after 24 hours.", "Valid for one day."), IsEmpty());
  EXPECT_THAT(Compare("Up to 4 KiB.", "No more than 4,096 bytes."), IsEmpty());
  EXPECT_THAT(Compare("Fewer than 11 items.", "At most ten results."), IsEmpty());
  EXPECT_THAT(Compare("A user.", "A person who uses it."), IsEmpty());
}

TEST(CompareTest, OneSidedStatementsAreAdvice) {
  const auto fresh = Compare("A name.", "A name. At most 20 characters.");
  ASSERT_THAT(fresh, SizeIs(1));
  EXPECT_TRUE(fresh[0].IsNew());
  EXPECT_EQ(fresh[0].confidence, Confidence::kLow);
  const auto gone = Compare("Users. Sorted by name.", "Users.");
  ASSERT_THAT(gone, SizeIs(1));
  EXPECT_TRUE(gone[0].IsWithdrawn());
  EXPECT_EQ(gone[0].confidence, Confidence::kLow);
}

TEST(CompareTest, NothingIsSaidOfCommentsThatComeOrGo) {
  EXPECT_THAT(Compare("", "At most 20 characters. Required."), IsEmpty());
  EXPECT_THAT(Compare("Always set.", ""), IsEmpty());
}

TEST(CompareTest, OneSentenceInPlaceOfAnotherIsCompared) {
  const auto changes = Compare("Refunds a payment. Unknown ids are silently skipped.",
                               "Refunds a payment. Any unknown id makes the request fail.");
  ASSERT_THAT(changes, SizeIs(1));
  EXPECT_EQ(changes[0].topic, Topic::kError);
  EXPECT_EQ(changes[0].confidence, Confidence::kMedium);
}

TEST(CompareTest, WhatWasFreeIsDemandedInOtherWords) {
  const auto demand = Compare("The region can be left out.", "The region has to be given.");
  ASSERT_THAT(demand, SizeIs(1));
  EXPECT_EQ(demand[0].topic, Topic::kDemand);
  EXPECT_THAT(Compare("The region has to be given.", "The region can be left out."), IsEmpty());
}

TEST(CompareTest, UnitsAndNumbersThatTookAnothersPlace) {
  const auto unit =
      Compare("The fee, paid in cowries each.", "The fee, paid in millicowries each.");
  ASSERT_THAT(unit, SizeIs(1));
  EXPECT_EQ(unit[0].topic, Topic::kUnit);
  EXPECT_THAT(Compare("Next id: 10.", "Next id: 11."), IsEmpty());
  EXPECT_THAT(Compare("See issue 10 of the wiki.", "See issue 11 of the wiki."), IsEmpty());
}

TEST(CompareTest, AMissingSpaceIsNoChange) {
  EXPECT_THAT(Compare("One of OPEN, CLOSED or PAID.", "One of OPEN, CLOSED orPAID."), IsEmpty());
  EXPECT_THAT(Compare("The default is PAID.", "The default isPAID."), IsEmpty());
}

TEST(CompareTest, TheTargetOfALinkIsNoStatement) {
  EXPECT_THAT(Compare("Defaults to :ref:`NO_FALLBACK<old.v1.NO_FALLBACK>`.",
                      "Defaults to :ref:`NO_FALLBACK<new.v2.NO_FALLBACK>`."),
              IsEmpty());
}

TEST(CompareTest, WhatHasNoEffectAnyMore) {
  const auto changes = Compare("Extra headers of the request.", "This field is ignored.");
  ASSERT_THAT(changes, SizeIs(1));
  EXPECT_EQ(changes[0].topic, Topic::kMeaning);
  EXPECT_THAT(Compare("Reserved.", "This field is ignored."), IsEmpty());
}

// Some of these took seconds: each mark was looked for up to the end of the comment.
TEST(CompareTest, HostileCommentsTakeNoTime) {
  const auto repeat = [](const std::string& text) {
    std::string all;
    while (all.size() < kMaxCommentBytes) all += text;
    return all;
  };
  const auto start = std::chrono::steady_clock::now();
  for (const char* text : {"(e.g.)", "can't", "[a](", "[[a]", "<code>", "`a ``b ", "a \"b", "/{",
                           "at most 10 of the items are ", "must be 1;", "One of A_B, "}) {
    Compare(repeat(text), repeat(std::string("x") + text));
  }
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  EXPECT_LT(seconds.count(), 6);
}

TEST(CompareTest, ManyDifferentSentencesAreBounded) {
  std::string before;
  std::string after;
  for (int i = 0; i < 4000; ++i) {
    before += "Field number " + std::to_string(i) + " is at most 10 users long. ";
    after += "Field number " + std::to_string(i) + " is at most 9 users long. ";
  }
  EXPECT_LE(Compare(before, after).size(), kMaxSentences);
}

TEST(PathShapeTest, NamesOfVariablesDoNotCount) {
  EXPECT_EQ(PathShape("users/{user}"), PathShape("users/<USER ID>"));
  EXPECT_EQ(PathShape("users/{a/b}/x"), "users/*/x");
  EXPECT_NE(PathShape("users/{user}"), PathShape("people/{user}"));
}

Sentence SentenceOf(std::string_view text) { return SplitSentences(ReadText(text, 1)).front(); }

TEST(ContrastTest, WhatDiffersDecides) {
  struct Case {
    std::string_view before;
    std::string_view after;
    bool contrast;
  };
  static constexpr std::array kCases = {
      Case{"The end, inclusive", "The end, exclusive", true},
      Case{"The end, inclusive", "The inclusive end", false},
      Case{"Balance after the posting", "The balance before the posting", true},
      Case{"Disabled rules are not included", "Disabled rules are excluded", false},
      Case{"Traffic is denied unless a rule allows it",
           "Traffic is allowed unless a rule denies it", true},
      Case{"Base currency per quote currency", "Quote currency per base currency", true},
      Case{"Adults and children", "Children and adults", false},
      Case{"The hash of the file", "The reversed hash of the file", true},
      Case{"Create a contract", "Start a contract", false},
      Case{"At most 64 letters", "Less than 65 letters", false},
  };
  for (const Case& item : kCases) {
    EXPECT_EQ(FindContrast(SentenceOf(item.before), SentenceOf(item.after)).has_value(),
              item.contrast)
        << item.before << " -> " << item.after;
  }
}

TEST(ComplementTest, AnotherComplementIsAnotherStatement) {
  const auto swapped = [](std::string_view before, std::string_view after) {
    return FindComplementSwap(SentenceOf(before), SentenceOf(after)).has_value();
  };
  EXPECT_TRUE(swapped("Grouped by vendor", "Grouped by day"));
  EXPECT_TRUE(swapped("Position in world space", "Position in screen space"));
  EXPECT_FALSE(swapped("Grouped by vendor", "Grouped by the vendors"));
  EXPECT_FALSE(swapped("Unique per org", "Unique per organization"));
  EXPECT_FALSE(swapped("Grouped by item.vendor", "Grouped by item.seller"));
  EXPECT_FALSE(swapped("The price of the item", "The fee of the item"));
}

TEST(CodeSwapTest, OneCodeForAnother) {
  const auto swapped = [](std::string_view before, std::string_view after) {
    return FindCodeSwap(SentenceOf(before), SentenceOf(after)).has_value();
  };
  EXPECT_TRUE(swapped("ICD-10 code of the diagnosis", "SNOMED CT code of the diagnosis"));
  EXPECT_TRUE(swapped("Rotation around the X axis", "Rotation around the Y axis"));
  EXPECT_FALSE(swapped("Text in UTF-8", "Text in UTF8"));
  EXPECT_FALSE(swapped("See section A.1 of RFC 2616", "See section A.1 of RFC 7231"));
  EXPECT_FALSE(swapped("Introduced in v1", "Introduced in v2"));
}

}  // namespace
}  // namespace protowarden::rules::semantic::documented
