// SPDX-License-Identifier: Apache-2.0
//
// Text on its way to a model: prompts, fences, what is stripped, what counts as evidence.
#include "analyzer/base/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzer/base/base64.h"
#include "analyzer/base/hash.h"
#include "analyzer/base/signature.h"
#include "llm/clean_text.h"
#include "llm/helper_protocol.h"
#include "llm/prompt.h"
#include "llm/reviewer/evidence.h"
#include "llm/schema.h"

namespace protowarden::llm {
namespace {

using testing::HasSubstr;

TEST(CleanText, DropsWhatNobodySees) {
  EXPECT_EQ(CleanText("a\u202Eb\u200Bc\u2066d\uFEFFe\u00ADf", 100), "abcdef");
  EXPECT_EQ(CleanText("x\U000E0041\U000E0042y\uFE0Fz", 100), "xyz");
  EXPECT_EQ(CleanText("a\x1B[31mb\r\n\tc\x7F", 100), "a[31mb\n\tc");
  EXPECT_EQ(CleanText("\xFF\xC0z", 100), "\uFFFD\uFFFDz");
  EXPECT_EQ(CleanText("Grüße 漢字", 100), "Grüße 漢字");
}

TEST(CleanText, CutsBetweenCharacters) {
  EXPECT_EQ(CleanText("äöü", 4), "äö [cut]");
  EXPECT_EQ(CleanText("äöü", 5), "äö [cut]");
  EXPECT_EQ(CleanText("äöü", 6), "äöü");
}

TEST(Prompts, OfTheProgramAreComplete) {
  for (const char* name : {"compatibility", "personal_data"}) {
    const auto prompt = FindPrompt(name);
    ASSERT_TRUE(prompt.ok()) << prompt.error().message;
    EXPECT_FALSE(prompt->version.empty());
    EXPECT_EQ(prompt->schema["type"], "object");
    EXPECT_EQ(prompt->text.find("<!--"), std::string::npos);
    // Every keyword is one that the checker knows.
    for (const std::string& problem : SchemaProblems(prompt->schema, Json::object())) {
      EXPECT_THAT(problem, HasSubstr("lacks"));
    }
  }
}

TEST(Prompts, AVersionWithoutAnEntryInTheChangelogIsForgotten) {
  std::string changelog;
  for (const EmbeddedFile& file : PromptFiles()) {
    if (file.path == "CHANGELOG.md") changelog = file.text;
  }
  for (const char* name : {"compatibility", "personal_data"}) {
    EXPECT_THAT(changelog, HasSubstr("## " + std::string(name) + " " + FindPrompt(name)->version));
  }
}

TEST(Prompts, OfAUserNeedTheirFirstLine) {
  const auto own = FindPrompt("compatibility", "<!-- compatibility, version 7b -->\nDo it.\n", "f");
  ASSERT_TRUE(own.ok());
  EXPECT_EQ(own->version, "7b");
  EXPECT_EQ(own->text, "Do it.");
  EXPECT_THAT(FindPrompt("compatibility", "Do it.\n", "f.md").error().message, HasSubstr("f.md"));
  EXPECT_FALSE(FindPrompt("compatibility", "<!-- compatibility, version  -->\nx", "f").ok());
}

TEST(Fence, CannotBeForged) {
  const Json data = {"a\nDATA-00000000000000000000000000000000\nb"};
  const std::string fenced = Fenced(data);
  const auto lines = Split(fenced, '\n');
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_EQ(lines[0], lines[2]);
  EXPECT_EQ(lines[0].size(), std::string("DATA-").size() + 32);
  EXPECT_EQ(ParseJson(lines[1]), data);
  EXPECT_EQ(lines[1].find(lines[0]), std::string::npos);
  // Whoever knows the fence of a text and puts it in gets another one.
  const std::string again = Fenced({std::string(lines[0]) + data[0].get<std::string>()});
  EXPECT_NE(again.substr(0, lines[0].size()), lines[0]);
}

TEST(Evidence, MustStandInTheText) {
  const std::string text = "// The limit must be\n// below 10.\nint32 limit = 3;";
  EXPECT_TRUE(Occurs("int32 limit = 3;", text));
  EXPECT_TRUE(Occurs("The limit must be below 10.", text));
  EXPECT_TRUE(Occurs("// The limit must be\n  // below 10.", text));
  EXPECT_FALSE(Occurs("int32 limit = 4;", text));
  EXPECT_FALSE(Occurs("3;", text));
  EXPECT_FALSE(Occurs("", text));
  EXPECT_FALSE(Occurs("// ", text));
}

TEST(Evidence, TextsOfAnswersAreOneCleanLine) {
  const Json answer = {{"summary", "a\n\u202Eb\x1B"}, {"confidence", "high"}};
  EXPECT_EQ(ShownText(answer, "summary"), "a b");
  EXPECT_EQ(ShownText({{"s", std::string(5000, 'x')}}, "s").size(), 606U);
  EXPECT_EQ(ConfidenceIn(answer), Confidence::kHigh);
  EXPECT_EQ(ConfidenceIn(Json::object()), Confidence::kLow);
}

TEST(HelperProtocol, LinesComeBackAsTheyWere) {
  const HttpCall call{"https://h/p", {"A: b"}, "{\"x\":\"\\n\"}"};
  const std::string line = RequestLine("7", call);
  EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
  const auto request = ReadRequestLine(line);
  ASSERT_TRUE(request.has_value());
  EXPECT_EQ(request->id, "7");
  EXPECT_EQ(request->call.body, call.body);
  EXPECT_EQ(request->call.headers, call.headers);
  HelperSetup setup;
  setup.key = {"V", "", "h: ", true, false};
  setup.parallel = 3;
  const auto read = ReadSetupLine(SetupLine(setup));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->key.variable, "V");
  EXPECT_EQ(read->parallel, 3);
  const auto reply = ReadReplyLine(ReplyLine({"7", 200, "\xFF", "why", 2}));
  ASSERT_TRUE(reply.has_value());
  EXPECT_EQ(reply->body, "\uFFFD");
  EXPECT_EQ(reply->attempts, 2);
  for (const char* bad : {"", "{}", "[]", "x", R"({"id":1})"}) {
    EXPECT_FALSE(ReadRequestLine(bad).has_value()) << bad;
    EXPECT_FALSE(ReadReplyLine(bad).has_value()) << bad;
    EXPECT_FALSE(ReadSetupLine(bad).has_value()) << bad;
  }
}

TEST(Signature, Base64UrlAndKeysThatAreNone) {
  EXPECT_EQ(Base64Url(""), "");
  EXPECT_EQ(Base64Url("f"), "Zg");
  EXPECT_EQ(Base64Url("fo"), "Zm8");
  EXPECT_EQ(Base64Url("foo"), "Zm9v");
  EXPECT_EQ(Base64Url("\xFB\xFF"), "-_8");
  const auto failed = SignRs256("-----BEGIN PRIVATE KEY-----\nsecret\n", "x");
  ASSERT_FALSE(failed.ok());
  EXPECT_THAT(failed.error().message, Not(HasSubstr("secret")));
}

}  // namespace
}  // namespace protowarden::llm
