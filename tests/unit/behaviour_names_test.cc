// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "rules/semantic/behaviour/name_similarity.h"

namespace protowarden::rules::semantic {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct NamePair {
  std::string_view before;
  std::string_view after;
};

bool Same(const NamePair& pair) {
  return MayMeanTheSame(WordsOf(pair.before), WordsOf(pair.after));
}
bool Distinct(const NamePair& pair) {
  return AreDistinct(WordsOf(pair.before), WordsOf(pair.after));
}

TEST(NameSimilarity, SplitsNamesIntoWords) {
  EXPECT_THAT(WordsOf("user_name"), ElementsAre("user", "name"));
  EXPECT_THAT(WordsOf("userName2"), ElementsAre("user", "name"));
  EXPECT_THAT(WordsOf("STATE_OPEN"), ElementsAre("state", "open"));
  EXPECT_THAT(WordsOf("HTTPServer"), ElementsAre("http", "server"));
  EXPECT_THAT(WordsOf("__3_"), IsEmpty());
}

TEST(NameSimilarity, OtherWordsForTheSame) {
  const NamePair renames[] = {
      {"user_name", "username"}, {"msg", "message"},      {"created_at", "create_time"},
      {"colour", "color"},       {"qty", "quantity"},     {"uid", "user_id"},
      {"url", "link"},           {"book", "books"},       {"displayName", "display_name"},
      {"category", "kind"},      {"postcode", "zip"},     {"desc", "description"},
      {"recieve", "receive"},    {"library", "libraries"}};
  for (const NamePair& pair : renames) {
    EXPECT_TRUE(Same(pair)) << pair.before << " " << pair.after;
    EXPECT_FALSE(Distinct(pair)) << pair.before << " " << pair.after;
  }
}

TEST(NameSimilarity, WordsForSomethingElse) {
  const NamePair others[] = {
      {"colour", "pages"}, {"weight", "owner"}, {"CAT", "FERRY"}, {"kingdom", "price"}};
  for (const NamePair& pair : others) EXPECT_FALSE(Same(pair)) << pair.before << pair.after;
  const NamePair distinct[] = {{"shipping_address", "billing_address"},
                               {"startTime", "endTime"},
                               {"user_email", "user_phone"},
                               {"ACTIVE", "DELETED"}};
  for (const NamePair& pair : distinct) EXPECT_TRUE(Distinct(pair)) << pair.before << pair.after;
  // What both say is no difference.
  EXPECT_FALSE(Distinct({"start_time", "start_time_end"}));
  EXPECT_FALSE(Distinct({"min", "min_pages"}));
}

TEST(NameSimilarity, NamesThatSayNothing) {
  EXPECT_TRUE(IsRetired(WordsOf("reserved_3")));
  EXPECT_TRUE(IsRetired(WordsOf("DEPRECATED_FOO")));
  EXPECT_FALSE(IsRetired(WordsOf("golden")));
  EXPECT_TRUE(IsNeutral(WordsOf("STATE_UNSPECIFIED")));
  EXPECT_TRUE(IsNeutral({}));
  EXPECT_FALSE(IsNeutral(WordsOf("OPEN")));
}

TEST(NameSimilarity, CountsTheWordsThatCommentsShare) {
  EXPECT_EQ(SharedWords("A name.", "The title of a book."), -1);
  EXPECT_EQ(SharedWords("Where parcels are sent.", "Where all the parcels are sent"), 1);
  EXPECT_LT(SharedWords("Where parcels are sent.", "How many pages the book has."), 0.25);
}

}  // namespace
}  // namespace protowarden::rules::semantic
