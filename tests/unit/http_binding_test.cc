// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/http_binding.h"

#include <gmock/gmock.h>

#include "tests/support/compare_texts.h"

namespace protowarden::rules::pii {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> Variables(std::string_view path) {
  std::vector<std::string> names;
  for (const HttpBinding::Variable& variable : PathVariables(path)) {
    names.push_back(variable.field + (variable.resource_name ? "=" : ""));
  }
  return names;
}

TEST(PathVariables, ReadsFieldPathsAndPatterns) {
  EXPECT_THAT(Variables("/v1/users"), IsEmpty());
  EXPECT_THAT(Variables("/v1/users/{user_id}"), ElementsAre("user_id"));
  EXPECT_THAT(Variables("/v1/{name=users/*/cards/**}:charge"), ElementsAre("name="));
  EXPECT_THAT(Variables("/v1/{user.ssn}/{ card.number }"), ElementsAre("user.ssn", "card.number"));
}

TEST(PathVariables, EndsOnWhatIsNoTemplate) {
  EXPECT_THAT(Variables(""), IsEmpty());
  EXPECT_THAT(Variables("/v1/{"), IsEmpty());
  EXPECT_THAT(Variables("/v1/{}/{=x}/{a b}"), IsEmpty());
  EXPECT_THAT(Variables("}{x}{"), ElementsAre("x"));
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

  // Bodies that cannot be told apart leave nothing to the query string.
  const auto two = BindingsOf(
      "option (google.api.http) = { get: \"/v1\" "
      "additional_bindings { post: \"/v2\" body: \"x\" } "
      "additional_bindings { put: \"/v3\" body: \"*\" } };");
  ASSERT_EQ(two.size(), 3U);
  EXPECT_EQ(two[0].body + two[1].body + two[2].body, "**");

  const auto list = BindingsOf(
      "option (google.api.http) = { get: \"/v1\" "
      "additional_bindings: [{ get: \"/v2\" }, { get: \"/v3\" }] };");
  EXPECT_EQ(list.size(), 3U);
}

}  // namespace
}  // namespace protowarden::rules::pii
