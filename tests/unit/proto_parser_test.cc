// SPDX-License-Identifier: Apache-2.0
#include "analyzer/load/proto_parser.h"

#include <gmock/gmock.h>

namespace protowarden::load {
namespace {

schema::File Parse(std::string_view text) {
  ParsedProto parsed = ParseProto("a.proto", "a.proto", text);
  EXPECT_TRUE(parsed.errors.empty()) << schema::ToString(parsed.errors.front());
  return parsed.file == nullptr ? schema::File{} : *parsed.file;
}

TEST(ProtoParser, KeepsPositionsAndComments) {
  const schema::File file = Parse(
      "syntax = \"proto3\";\n"
      "package p;\n"
      "// The user.\n"
      "message User {\n"
      "\tstring name = 1; // Full name.\n"
      "}\n");
  ASSERT_EQ(file.messages.size(), 1U);
  const schema::Message& user = file.messages[0];
  EXPECT_EQ(user.span.line, 4);
  EXPECT_EQ(user.comments.leading, " The user.\n");
  const schema::Field& name = user.fields[0];
  // A tab counts up to the next multiple of four.
  EXPECT_EQ(name.span.column, 5);
  EXPECT_EQ(name.comments.trailing, " Full name.\n");
  EXPECT_EQ(name.type_span, (Span{5, 5, 5, 11}));
  EXPECT_EQ(name.number_span, (Span{5, 19, 5, 20}));
}

TEST(ProtoParser, EditionStatementDoesNotMoveAnything) {
  const schema::File file = Parse(
      "edition = \"2023\"; package p; message A { int32 x = 1 [features.field_presence = "
      "IMPLICIT]; "
      "}\n"
      "message B { reserved gone, lost; }\n");
  EXPECT_EQ(file.edition, schema::Edition::k2023);
  EXPECT_EQ(file.syntax_span, (Span{1, 1, 1, 18}));
  ASSERT_EQ(file.messages.size(), 2U);
  EXPECT_EQ(file.messages[0].span.column, 30);
  EXPECT_EQ(file.messages[1].span, (Span{2, 1, 2, 35}));
  ASSERT_EQ(file.messages[1].reserved_names.size(), 2U);
  EXPECT_EQ(file.messages[1].reserved_names[0].name, "gone");
  EXPECT_EQ(file.messages[1].reserved_names[1].span, (Span{2, 28, 2, 32}));
}

TEST(ProtoParser, Edition2024VisibilityAndOptionImports) {
  const schema::File file = Parse(
      "edition = \"2024\";\n"
      "import option \"x.proto\";\n"
      "export message A {\n"
      "  local enum E { E_UNSPECIFIED = 0; }\n"
      "}\n");
  ASSERT_EQ(file.imports.size(), 1U);
  EXPECT_TRUE(file.imports[0].is_option);
  EXPECT_EQ(file.messages[0].span, (Span{3, 8, 5, 2}));
  EXPECT_EQ(file.messages[0].enums[0].span, (Span{4, 9, 4, 38}));
}

TEST(ProtoParser, EditionsByName) {
  EXPECT_EQ(Parse("edition = \"2026\"; message A {}").edition, schema::Edition::k2026);
  const ParsedProto later = ParseProto("a.proto", "a.proto", "edition = \"2199\";");
  ASSERT_EQ(later.errors.size(), 1U);
  EXPECT_NE(later.errors[0].message.find("2199"), std::string::npos);
}

TEST(ProtoParser, WordsOfLaterEditionsRemainNames) {
  const schema::File file = Parse(
      "syntax = \"proto3\";\n"
      "message export { string local = 1; string reserved = 2; string edition = 3; }\n"
      "message M { export export = 1; }\n");
  EXPECT_EQ(file.messages[0].name, "export");
  EXPECT_EQ(file.messages[1].fields[0].type_name, "export");
}

TEST(ProtoParser, ReportsAllErrorsWithPositions) {
  const ParsedProto parsed = ParseProto("a.proto", "dir/a.proto",
                                        "syntax = \"proto3\";\n"
                                        "message A { string = 1; }\n"
                                        "message B { int32 b 2; }\n");
  ASSERT_GE(parsed.errors.size(), 2U);
  EXPECT_EQ(parsed.errors[0].file, "dir/a.proto");
  EXPECT_EQ(parsed.errors[0].line, 2);
  EXPECT_EQ(parsed.errors[1].line, 3);
  EXPECT_EQ(parsed.file, nullptr);
}

TEST(ProtoParser, DeepNestingIsRefusedNotRecursedInto) {
  std::string text = "syntax = \"proto3\";\n";
  for (int i = 0; i < 100000; ++i) text += "message A {";
  const ParsedProto parsed = ParseProto("a.proto", "a.proto", text);
  ASSERT_FALSE(parsed.errors.empty());
  EXPECT_EQ(parsed.errors[0].line, 2);
}

TEST(ProtoParser, UnknownEditionIsAnError) {
  const ParsedProto parsed = ParseProto("a.proto", "a.proto", "edition = \"2099\";\n");
  ASSERT_EQ(parsed.errors.size(), 1U);
  EXPECT_NE(parsed.errors[0].message.find("2099"), std::string::npos);
}

TEST(ProtoParser, OptionsAreATreeThatKeepsUnknownDefinitions) {
  const schema::File file = Parse(
      "syntax = \"proto3\";\n"
      "message A {\n"
      "  string x = 1 [(validate.rules).string = {min_len: 1, in: [\"a\", \"b\"]}, deprecated = "
      "true,\n"
      "                (validate.rules).string.max_len = 10];\n"
      "}\n");
  const schema::OptionSet& options = file.messages[0].fields[0].options;
  EXPECT_TRUE(options.GetBool("deprecated", false));
  const schema::Option* rules = options.Find({"validate.rules", "string"});
  ASSERT_NE(rules, nullptr);
  EXPECT_EQ(rules->Child("min_len")->text, "1");
  EXPECT_EQ(rules->Child("max_len")->text, "10");
  ASSERT_EQ(rules->Child("in")->children.size(), 2U);
  EXPECT_EQ(rules->Child("in")->children[1].text, "b");
}

// The kinds below `node`, so that lists and messages can be told apart.
std::string Shape(const schema::Option& node) {
  std::string shape = node.name + (node.kind == schema::Option::Kind::kList ? "[" : "{");
  if (node.IsScalar()) return node.name + "=" + node.text;
  for (const schema::Option& child : node.children) shape += " " + Shape(child);
  return shape + (node.kind == schema::Option::Kind::kList ? " ]" : " }");
}

TEST(ProtoParser, MessagesThatAreSetTwiceAreItemsOfAList) {
  const schema::File file = Parse(
      "syntax = \"proto3\";\n"
      "option (r) = { a { x: 1 } b: 1 a { x: 2 y { z: 3 } } a: [{ x: 4 }] };\n"
      "option (twice) = { x: 1 };\n"
      "option (twice) = { x: 2 };\n"
      "option (whole) = { x: 1 };\n"
      "option (whole).y = 2;\n"
      "option (bits).y.p = 1;\n"
      "option (bits).y.q = 2;\n");
  std::vector<std::string> shapes;
  for (const schema::Option& node : file.options.nodes()) shapes.push_back(Shape(node));
  EXPECT_THAT(shapes, testing::ElementsAre("r{ a[ { x=1 } { x=2 y{ z=3 } } { x=4 } ] b=1 }",
                                           "twice[ { x=1 } { x=2 } ]", "whole{ x=1 y=2 }",
                                           "bits{ y{ p=1 q=2 } }"));
}

}  // namespace
}  // namespace protowarden::load
