// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "analyzer/base/text.h"
#include "analyzer/load/option_decoder.h"
#include "rules/http_binding.h"
#include "tests/support/compare_texts.h"

namespace protowarden::rules {
namespace {

using testing::IsEmpty;

// The segments and the verb, then each variable with the segments it takes.
std::string Parsed(std::string_view path) {
  const UrlTemplate url = ParseUrlTemplate(path);
  std::string text = Join(url.segments, " ") + (url.verb.empty() ? "" : ":" + url.verb);
  for (const UrlTemplate::Variable& variable : url.variables) {
    text += "; " + variable.field + (variable.has_pattern ? "=" : "") + "@" +
            std::to_string(variable.first) + "+" + std::to_string(variable.count);
  }
  return text;
}

TEST(UrlTemplate, ReadsSegmentsVariablesAndVerb) {
  EXPECT_EQ(Parsed("/v1/users"), "v1 users");
  EXPECT_EQ(Parsed("/v1/users/{user_id}"), "v1 users *; user_id@2+1");
  EXPECT_EQ(Parsed("/v1/{name=users/*/cards/**}:charge"), "v1 users * cards **:charge; name=@1+4");
  EXPECT_EQ(Parsed("/v1/{user.ssn}/{ card.number }"), "v1 * *; user.ssn@1+1; card.number@2+1");
}

TEST(UrlTemplate, EndsOnWhatIsNoTemplate) {
  EXPECT_EQ(Parsed(""), "");
  EXPECT_EQ(Parsed("/v1/{"), "v1");
  EXPECT_THAT(ParseUrlTemplate("/v1/{}/{=x}/{a b}").variables, IsEmpty());
  EXPECT_EQ(Parsed("/v1/a:b/c:"), "v1 a : b c");
  EXPECT_EQ(Parsed("}{x}{"), "} *; x@1+1");
}

TEST(UrlTemplate, CoversWhatItMatches) {
  const auto covers = [](std::string_view wide, std::string_view narrow) {
    return Covers(ParseUrlTemplate(wide), ParseUrlTemplate(narrow));
  };
  EXPECT_TRUE(covers("/v1/{name=a/*}", "/v1/a/{id}"));
  EXPECT_TRUE(covers("/v1/{name=**}", "/v1/a/*/b/**"));
  EXPECT_TRUE(covers("/v1/**", "/v1"));
  EXPECT_TRUE(covers("/v1/**/c", "/v1/a/b/c"));
  EXPECT_TRUE(covers("/v1/*", "/v1/a"));
  EXPECT_FALSE(covers("/v1/a", "/v1/*"));
  EXPECT_FALSE(covers("/v1/*", "/v1/**"));
  EXPECT_FALSE(covers("/v1/*", "/v1/a/b"));
  EXPECT_FALSE(covers("/v1/**/c", "/v1/a/b"));
  EXPECT_FALSE(covers("/v1/**", "/v1/a:cancel"));
  EXPECT_FALSE(covers("/v1/a:cancel", "/v1/a"));
  // Equal ones of any length; long ones are not compared further.
  std::string path;
  for (int i = 0; i < 100000; ++i) path += "/*";
  EXPECT_TRUE(covers(path, path));
  EXPECT_FALSE(covers("/**" + path, path));
}

std::vector<HttpBinding> BindingsOf(const std::string& option) {
  const test::LoadedTexts loaded =
      test::LoadTexts({}, {{"a.proto",
                            "syntax = \"proto3\";\npackage a;\nmessage M { string x = 1; }\n"
                            "service S { rpc Get(M) returns (M) { " +
                                option + " } }\n"}});
  return ReadHttpBindings(loaded.pair.after.FindService("a.S")->methods.front());
}

TEST(HttpBindings, ReadsEveryWayToWriteThem) {
  EXPECT_THAT(BindingsOf(""), IsEmpty());
  EXPECT_THAT(BindingsOf("option (google.api.http) = { body: \"*\" };"), IsEmpty());
  const auto one = BindingsOf("option (google.api.http).get = \"/v1/{x}\";");
  ASSERT_EQ(one.size(), 1U);
  EXPECT_EQ(one[0].verb, "GET");
  EXPECT_EQ(one[0].path, "/v1/{x}");
  EXPECT_EQ(one[0].body, "");

  const auto many = BindingsOf(
      "option (google.api.http) = { post: \"/v1\" body: \"*\" "
      "additional_bindings { patch: \"/v2\" body: \"x\" } "
      "additional_bindings { custom { kind: \"HEAD\" path: \"/v3\" } } };");
  ASSERT_EQ(many.size(), 3U);
  EXPECT_EQ(many[0].verb + many[0].body, "POST*");
  EXPECT_EQ(many[1].verb + many[1].path + many[1].body, "PATCH/v2x");
  EXPECT_EQ(many[2].verb + many[2].path, "HEAD/v3");

  const auto two = BindingsOf(
      "option (google.api.http) = { get: \"/v1\" response_body: \"x\" "
      "additional_bindings { post: \"/v2\" body: \"x\" } "
      "additional_bindings { put: \"/v3\" body: \"*\" } };");
  ASSERT_EQ(two.size(), 3U);
  EXPECT_EQ(two[0].response_body + two[1].body + two[2].body, "xx*");

  const auto list = BindingsOf(
      "option (google.api.http) = { get: \"/v1\" "
      "additional_bindings: [{ get: \"/v2\" }, { get: \"/v3\" }] };");
  EXPECT_EQ(list.size(), 3U);
}

// A field of the wire format whose value is text or a message.
std::string Encoded(uint32_t number, std::string_view value) {
  std::string bytes;
  const auto varint = [&](uint64_t rest) {
    for (; rest > 0x7F; rest >>= 7U) bytes.push_back(static_cast<char>(rest | 0x80U));
    bytes.push_back(static_cast<char>(rest));
  };
  varint((static_cast<uint64_t>(number) << 3U) | 2U);
  varint(value.size());
  return bytes.append(value);
}

TEST(HttpBindings, ReadsThemFromDescriptorSets) {
  const test::LoadedTexts loaded = test::LoadTexts(
      {}, {{"google/api/annotations.proto",
            "syntax = \"proto3\";\npackage google.api;\n"
            "import \"google/protobuf/descriptor.proto\";\n"
            "message HttpRule { oneof pattern { string get = 2; string post = 4; }"
            "  string body = 7; repeated HttpRule additional_bindings = 11; }\n"
            "extend google.protobuf.MethodOptions { HttpRule http = 72295728; }\n"}});
  const std::string rule = Encoded(2, "/v1") + Encoded(11, Encoded(4, "/v2") + Encoded(7, "*")) +
                           Encoded(11, Encoded(2, "/v3"));
  schema::Method method;
  load::DecodeOptions(loaded.pair.after, "google.protobuf.MethodOptions", Encoded(72295728, rule),
                      method.options);
  const auto bindings = ReadHttpBindings(method);
  ASSERT_EQ(bindings.size(), 3U);
  EXPECT_EQ(bindings[0].verb + bindings[0].path + bindings[0].body, "GET/v1");
  EXPECT_EQ(bindings[1].verb + bindings[1].path + bindings[1].body, "POST/v2*");
  EXPECT_EQ(bindings[2].verb + bindings[2].path + bindings[2].body, "GET/v3");
}

}  // namespace
}  // namespace protowarden::rules
