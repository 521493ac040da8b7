// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/annotate/annotate.h"

#include <algorithm>

#include "analyzer/load/proto_parser.h"
#include "rules/pii/annotate/field_options.h"
#include "rules/pii/policy.h"

namespace protowarden::rules::pii {
namespace {

using edit::SourceTokens;

const schema::Enum& FindEnum(const schema::File& file, std::string_view name) {
  const auto found = std::find_if(file.enums.begin(), file.enums.end(),
                                  [&](const schema::Enum& item) { return item.name == name; });
  EXPECT_NE(found, file.enums.end());
  return *found;
}

std::map<std::string, int> NumbersOf(const schema::Enum& item) {
  std::map<std::string, int> numbers;
  for (const schema::EnumValue& value : item.values) numbers[value.name] = value.number;
  return numbers;
}

TEST(AnnotationSchemaTest, HasTheNumbersOfThePolicy) {
  const auto files = SchemaFiles();
  ASSERT_EQ(files.size(), 1U);
  EXPECT_EQ(files[0].path, kDefaultAnnotationImport);
  const auto parsed = load::ParseProto("a.proto", "a.proto", files[0].text);
  ASSERT_NE(parsed.file, nullptr);
  const schema::File& file = *parsed.file;
  EXPECT_EQ(file.package, "pii.v1");
  std::map<std::string, int> types = {{"PII_TYPE_UNSPECIFIED", 0}};
  for (const auto& [id, type] : BuiltinPolicy().types) types[id] = type.number;
  EXPECT_EQ(NumbersOf(FindEnum(file, "PiiType")), types);
  const std::map<std::string, int> levels = {
      {"SENSITIVITY_UNSPECIFIED", 0}, {"PUBLIC", 1}, {"LOW", 2}, {"MEDIUM", 3}, {"HIGH", 4}};
  EXPECT_EQ(NumbersOf(FindEnum(file, "SensitivityLevel")), levels);
  std::map<std::string, int> options;
  for (const schema::Field& field : file.extensions) {
    options[field.extendee + " pii.v1." + field.name] = field.number;
  }
  const OptionNames names;
  const std::map<std::string, int> published = {
      {"google.protobuf.FieldOptions " + names.sensitivity, 70000},
      {"google.protobuf.FieldOptions " + names.type, 70001},
      {"google.protobuf.FieldOptions " + names.types, 70002},
      {"google.protobuf.MethodOptions " + names.method_sensitivity, 70003},
      {"google.protobuf.MethodOptions " + names.audit, 70004},
      {"google.protobuf.MessageOptions " + names.message_sensitivity, 70005}};
  EXPECT_EQ(options, published);
}

TEST(AnnotationMatcherTest, ResolvesLikeProtobuf) {
  const OptionNames names;
  const auto means = [&](std::string_view package, std::string_view written) {
    return AnnotationMatcher(names, package).Means(written, "pii.v1.sensitivity");
  };
  EXPECT_TRUE(means("", "(pii.v1.sensitivity)"));
  EXPECT_TRUE(means("shop", "(.pii.v1.sensitivity)"));
  EXPECT_TRUE(means("pii.v1", "(sensitivity)"));
  EXPECT_TRUE(means("pii.v1.sub", "(v1.sensitivity)"));
  EXPECT_FALSE(means("pii.v10", "(sensitivity)"));
  EXPECT_FALSE(means("shop", "(sensitivity)"));
  EXPECT_FALSE(means("shop", "(.v1.sensitivity)"));
  EXPECT_FALSE(means("shop", "(pii.v1.sensitivity).part"));
  EXPECT_FALSE(means("shop", "sensitivity"));
}

// Removes the options whose names begin with "x" from the brackets at token 3 of "a = 1 [...];".
std::string WithoutX(const std::string& text) {
  const SourceTokens tokens(text);
  const auto brackets = ReadBrackets(tokens, 3);
  EXPECT_TRUE(brackets.has_value());
  std::vector<bool> remove;
  for (const WrittenOption& option : brackets->options) remove.push_back(option.name[0] == 'x');
  std::vector<edit::Edit> edits;
  RemoveFieldOptions(tokens, *brackets, remove, edits);
  edit::Sort(edits);
  return edit::Apply(text, edits);
}

TEST(FieldOptionsTest, RemovesWhereverTheyStand) {
  EXPECT_EQ(WithoutX("a = 1 [x = 1];"), "a = 1;");
  EXPECT_EQ(WithoutX("a = 1\n  [\n  x = 1,\n  xx = { b: [1, 2] }\n];"), "a = 1;");
  EXPECT_EQ(WithoutX("a = 1 [x = 1, b = 2];"), "a = 1 [b = 2];");
  EXPECT_EQ(WithoutX("a = 1 [b = 2, x = 1];"), "a = 1 [b = 2];");
  EXPECT_EQ(WithoutX("a = 1 [x = 0, b = 2, x = 1, x = 3, c = 4, x = 5];"), "a = 1 [b = 2, c = 4];");
  EXPECT_EQ(WithoutX("a = 1 [\n  x = 1,\n  b = 2,\n  x = 3\n];"), "a = 1 [\n  b = 2\n];");
}

TEST(FieldOptionsTest, CommentsSurviveRemoval) {
  EXPECT_EQ(WithoutX("a = 1 [x = 1 /* why */];"), "a = 1  /* why */;");
  EXPECT_EQ(WithoutX("a = 1 [b = 2, // why\n  x = 1];"), "a = 1 [b = 2 // why\n  ];");
  EXPECT_EQ(WithoutX("a = 1 [x = 1, // why\n  b = 2];"), "a = 1 [ // why\n  b = 2];");
  EXPECT_EQ(WithoutX("a = 1 [b = 2, x = 1, // why\n  x = 3];"), "a = 1 [b = 2  // why\n  ];");
  EXPECT_EQ(WithoutX("a = 1 [b = 2,\n  x = 1 // why\n];"), "a = 1 [b = 2 // why\n];");
}

TEST(StripTest, AnyTextIsSurvived) {
  const std::string text =
      "syntax = 'proto3'; import 'pii/v1/sensitivity.proto'; message A { option (pii.v1."
      "message_sensitivity) = HIGH; string a = 1 [(pii.v1.sensitivity) = HIGH, b = { c: [1] }]; }\n"
      "service S { rpc A(A) returns (A) { option (pii.v1.audit_pii_access) = true; } }";
  const Policy& policy = BuiltinPolicy();
  const OptionNames names;
  const schema::Schema schema;
  const AnnotationTarget target(names, policy, schema, "");
  const schema::File file;
  for (size_t begin = 0; begin < text.size(); ++begin) {
    for (const size_t length : {size_t{1}, size_t{7}, text.size() / 2, text.size()}) {
      const std::string part = text.substr(begin, length);
      const std::vector<edit::Edit> edits = Strip(target, file, part);
      size_t done = 0;
      for (const edit::Edit& edit : edits) {
        ASSERT_GE(edit.offset, done) << part;
        done = edit.offset + edit.length;
      }
      ASSERT_LE(done, part.size()) << part;
    }
  }
}

}  // namespace
}  // namespace protowarden::rules::pii
