// SPDX-License-Identifier: Apache-2.0
#include "analyzer/base/text.h"

#include <gtest/gtest.h>

#include "analyzer/base/did_you_mean.h"
#include "analyzer/base/hash.h"

namespace protowarden {
namespace {

TEST(Text, SplitKeepsEmptyPieces) {
  EXPECT_EQ(Split("a,,b", ','), (std::vector<std::string_view>{"a", "", "b"}));
  EXPECT_EQ(Split("", ','), (std::vector<std::string_view>{""}));
}

TEST(Text, QuoteEscapesLikeGo) {
  EXPECT_EQ(Quote("plain"), "\"plain\"");
  EXPECT_EQ(Quote("a\"b\\c\n\t"), "\"a\\\"b\\\\c\\n\\t\"");
  EXPECT_EQ(Quote("\x1b[31m"), "\"\\x1b[31m\"");
}

TEST(Text, PrintableDisarmsTerminalsAndRepairsUtf8) {
  EXPECT_EQ(Printable("\x1b[31mred").find('\x1b'), std::string::npos);
  EXPECT_TRUE(IsValidUtf8(Printable("a\xff\xfe")));
  EXPECT_EQ(Printable("a\nb", true), "a\nb");
  EXPECT_EQ(Printable("a\nb").find('\n'), std::string::npos);
  EXPECT_EQ(Printable("größe"), "größe");
}

TEST(Text, Utf8RefusesSurrogatesAndOverlongForms) {
  EXPECT_TRUE(IsValidUtf8("\xF0\x9F\x98\x80"));
  EXPECT_FALSE(IsValidUtf8("\xED\xA0\x80"));
  EXPECT_FALSE(IsValidUtf8("\xC0\xAF"));
  EXPECT_FALSE(IsValidUtf8("\xE2\x82"));
}

TEST(Text, CountsInPlural) {
  EXPECT_EQ(Count(1, "file"), "1 file");
  EXPECT_EQ(Count(2, "file"), "2 files");
  EXPECT_EQ(Count(0, "import is", "imports are"), "0 imports are");
}

// `printf 'hello' | git hash-object --stdin` and sha256sum.
TEST(Hash, MatchesGitAndSha256) {
  EXPECT_EQ(GitBlobId("hello"), "b6fc4c620b67d95f953a5c1c1230aaab5db5a1b0");
  EXPECT_EQ(Sha256Hex("hello"), "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
}

TEST(DidYouMean, OffersNearWordsOnly) {
  const std::vector<std::string_view> words{"ignore", "ignore_only", "except"};
  EXPECT_EQ(ClosestMatch("ignroe", words), "ignore");
  EXPECT_EQ(ClosestMatch("EXCEPT", words), "except");
  EXPECT_EQ(ClosestMatch("banana", words), "");
}

}  // namespace
}  // namespace protowarden
