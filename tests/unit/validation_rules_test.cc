// SPDX-License-Identifier: Apache-2.0
//
// What the validation rules say: words, payloads and who is asked.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "rules/semantic/validation/cel_text.h"
#include "rules/semantic/validation/demand.h"
#include "rules/semantic/validation/path_set.h"
#include "tests/support/compare_texts.h"

namespace protowarden::rules::semantic {
namespace {

using test::Texts;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kHead =
    "syntax = \"proto3\";\npackage a;\nimport \"google/protobuf/any.proto\";\n"
    "import \"google/protobuf/duration.proto\";\n"
    "import \"google/protobuf/field_mask.proto\";\nimport \"google/protobuf/timestamp.proto\";\n"
    "enum E { ZERO = 0; ONE = 1; }\n";

std::vector<Finding> Compare(const std::string& before, const std::string& after) {
  return test::FindingsOf({{"a.proto", kHead + before}}, {{"a.proto", kHead + after}},
                          {"VALIDATION"}, false);
}

// The findings of one field whose options change.
std::vector<Finding> CompareField(const std::string& type, const std::string& before,
                                  const std::string& after) {
  const auto message = [&](const std::string& options) {
    return "message M { " + type + " my_field = 1 [" + options + "]; }\n";
  };
  return Compare(message(before), message(after));
}

struct WordsCase {
  const char* type;
  const char* before;
  const char* after;
  const char* rule;
  const char* words;  // part of the description
  const char* note;   // the payload
};

TEST(ValidationRules, SayWhatWasAcceptedAndProveIt) {
  const char* const none = "deprecated = false";
  const WordsCase cases[] = {
      {"int32", "(validate.rules).int32 = {gte: 0, lte: 1000}",
       "(validate.rules).int32 = {gte: 0, lte: 100}", "FIELD_VALIDATION_TIGHTENED",
       "accepted 0..1000; it accepts 0..100 now", "{\"myField\": 101}"},
      {"int64", none, "(buf.validate.field).int64.lt = 9007199254740993", "FIELD_VALIDATION_ADDED",
       "accepted any value; it accepts at most 9007199254740992 now",
       "{\"myField\": \"9007199254740993\"}"},
      {"double", none, "(buf.validate.field).double = {gt: 0, lt: 1}", "FIELD_VALIDATION_ADDED",
       "more than 0 and less than 1", "{\"myField\": 1}"},
      {"float", "(validate.rules).float.gte = 0", "(validate.rules).float = {gte: 0, lt: inf}",
       "FIELD_VALIDATION_TIGHTENED", "it accepts at least 0 and less than inf",
       "{\"myField\": \"Infinity\"}"},
      {"string", "(validate.rules).string.ip = true", "(validate.rules).string.ipv6 = true",
       "FIELD_VALIDATION_TIGHTENED", "text of format ip; it accepts text of format ipv6",
       "{\"myField\": \"192.0.2.1\"}"},
      {"string", "(buf.validate.field).string.in = \"a\", (buf.validate.field).string.in = \"b\"",
       "(buf.validate.field).string.const = \"a\"", "FIELD_VALIDATION_TIGHTENED",
       "one of \"a\", \"b\"; it accepts \"a\" now", "{\"myField\": \"b\"}"},
      {"bytes", none, "(validate.rules).bytes.prefix = \"\\x01\"", "FIELD_VALIDATION_ADDED",
       "any bytes", "{\"myField\": \"YQ==\"}"},
      {"repeated string", none, "(validate.rules).repeated = {max_items: 1}",
       "FIELD_VALIDATION_ADDED", "at most 1 items", "{\"myField\": [\"0\", \"1\"]}"},
      {"repeated int32", none, "(validate.rules).repeated.unique = true", "FIELD_VALIDATION_ADDED",
       "without repetition", "{\"myField\": [0, 0]}"},
      {"map<int32, bool>", none, "(buf.validate.field).map.keys.int32.gt = 0",
       "FIELD_VALIDATION_ADDED", "keys: at least 1", "{\"myField\": {\"0\": false}}"},
      {"google.protobuf.Duration", none, "(validate.rules).duration.gte = {seconds: 1}",
       "FIELD_VALIDATION_ADDED", "at least 1s", "{\"myField\": \"0s\"}"},
      {"google.protobuf.Timestamp", none,
       "(validate.rules).timestamp.gt = {seconds: 1700000000, nanos: 500000000}",
       "FIELD_VALIDATION_ADDED", "more than 2023-11-14T22:13:20.5Z",
       "{\"myField\": \"1970-01-01T00:00:00Z\"}"},
      {"google.protobuf.Any",
       "(validate.rules).any.in = \"x/a.A\", (validate.rules).any.in = \"x/a.B\"",
       "(validate.rules).any.in = \"x/a.A\"", "FIELD_VALIDATION_TIGHTENED", "\"x/a.A\"",
       "{\"myField\": {\"@type\": \"x/a.B\"}}"},
      {"google.protobuf.Duration", "(validate.rules).duration = {in: [{seconds: 1}, {seconds: 2}]}",
       "(validate.rules).duration = {in: [{seconds: 1}]}", "FIELD_VALIDATION_TIGHTENED",
       "1s, 2s; it accepts 1s", "{\"myField\": \"2s\"}"},
      {"E", none, "(buf.validate.field).enum.in = 0", "FIELD_VALIDATION_ADDED", "it accepts 0 now",
       "{\"myField\": 1}"},
  };
  for (const WordsCase& item : cases) {
    const std::vector<Finding> findings = CompareField(item.type, item.before, item.after);
    ASSERT_EQ(findings.size(), 1U) << item.type << " " << item.after;
    EXPECT_EQ(findings[0].rule, item.rule) << item.after;
    EXPECT_EQ(findings[0].severity, Severity::kHigh);
    EXPECT_TRUE(findings[0].is_breaking);
    // Nothing tells who sends the message.
    EXPECT_EQ(findings[0].confidence, Confidence::kMedium);
    EXPECT_THAT(findings[0].description, HasSubstr(item.words));
    EXPECT_THAT(findings[0].notes,
                Contains(std::string("Accepted before, rejected now: ") + item.note))
        << item.after;
  }
}

TEST(ValidationRules, FieldMasksAreComparedAsSetsOfPaths) {
  const auto rule = [](const std::string& before, const std::string& after) {
    const std::vector<Finding> findings = CompareField(
        "google.protobuf.FieldMask", before.empty() ? "deprecated = false" : before, after);
    return findings.size() == 1 ? findings[0].rule : std::to_string(findings.size());
  };
  const auto mask = [](const std::string& rules) {
    return "(buf.validate.field).field_mask = {" + rules + "}";
  };
  EXPECT_EQ(rule(mask("in: [\"a\", \"b\"]"), mask("in: [\"b\", \"a\"]")), "0");
  EXPECT_EQ(rule(mask("in: [\"a\", \"b\"]"), mask("in: [\"a\"]")), "FIELD_VALIDATION_TIGHTENED");
  EXPECT_EQ(rule(mask("in: [\"a.b\"]"), mask("in: [\"a\"]")), "FIELD_VALIDATION_LOOSENED");
  EXPECT_EQ(rule(mask("in: [\"a\"]"), mask("in: [\"a\"] not_in: [\"a.b\"]")),
            "FIELD_VALIDATION_TIGHTENED");
  EXPECT_EQ(rule(mask("in: [\"a\"]"), mask("in: [\"a\"] not_in: [\"b\"]")), "0");
  EXPECT_EQ(rule(mask("const: {paths: [\"a\"]}"), mask("in: [\"a\"]")),
            "FIELD_VALIDATION_LOOSENED");
  EXPECT_EQ(rule("", mask("in: [\"a\"]")), "FIELD_VALIDATION_ADDED");
}

// Every mask of up to two of these paths, and what random rules say about it.
TEST(ValidationRules, PathSetsAgreeWithTheirMembers) {
  const std::vector<std::string> paths = {"a", "a.b", "a.b.c", "a.d", "b", "b.a", "c", "ab"};
  std::mt19937 random(7);
  const auto pick = [&] {
    std::vector<std::string> list;
    for (const std::string& path : paths) {
      if (random() % 3 == 0) list.push_back(path);
    }
    return list;
  };
  const auto make = [&] {
    PathSet set;
    const unsigned kind = random() % 8;
    if (kind == 0) set.exact = {paths[random() % paths.size()]};
    if (kind > 1) set.in = pick();
    if (kind % 2 == 1) set.not_in = pick();
    return set;
  };
  std::vector<std::vector<std::string>> masks = {{}};
  for (const std::string& one : paths) {
    masks.push_back({one});
    masks.push_back({one + ".z"});
    masks.push_back({"z"});
    for (const std::string& other : paths) masks.push_back({one, other});
  }
  for (int i = 0; i < 3000; ++i) {
    const PathSet a = make();
    const PathSet b = make();
    const PathSet both = a.Intersect(b);
    bool subset = true;
    for (const auto& mask : masks) {
      subset = subset && (!a.Accepts(mask) || b.Accepts(mask));
      ASSERT_EQ(both.Accepts(mask), a.Accepts(mask) && b.Accepts(mask))
          << Describe(a) << Describe(b);
    }
    ASSERT_EQ(a.IsSubsetOf(b), subset) << Describe(a) << " / " << Describe(b);
  }
}

TEST(ValidationRules, ShowNoPayloadThatTheyCannotProve) {
  const auto notes = [](const char* type, const char* before, const char* after) {
    const std::vector<Finding> findings = CompareField(type, before, after);
    return findings.size() == 1 ? findings[0].notes : std::vector<std::string>{"?"};
  };
  // The expression might have refused every value that the new rule refuses.
  EXPECT_THAT(notes("int32", "(buf.validate.field).cel = {expression: \"this < 5\"}",
                    "(buf.validate.field) = {cel: {expression: \"this < 5\"} int32: {lte: 9}}"),
              IsEmpty());
  EXPECT_THAT(notes("google.protobuf.Timestamp", "(validate.rules).timestamp.lt_now = false",
                    "(validate.rules).timestamp.lt_now = true"),
              IsEmpty());
  // Too long to be read.
  EXPECT_THAT(notes("string", "(validate.rules).string.max_len = 9000",
                    "(validate.rules).string.max_len = 8000"),
              IsEmpty());
}

TEST(ValidationRules, ItemsOfAListAreKnownOneByOne) {
  const std::vector<Finding> findings = CompareField(
      "google.protobuf.Duration", "(validate.rules).duration = {in: [{seconds: 1}, {nanos: 5}]}",
      "(validate.rules).duration = {in: [{seconds: 1}]}");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_THAT(findings[0].notes, ElementsAre(HasSubstr(R"({"myField": "0.000000005s"})")));
}

TEST(ValidationRules, TheTodoExampleBreaks) {
  const char* const rest = "message Meta { string by = 1; }\n";
  const std::vector<Finding> findings =
      Compare(std::string("message Task { string id = 1; }\n") + rest,
              std::string("message Task { string id = 1; Meta metadata = 12 "
                          "[(validate.rules).message.required = true]; }\n") +
                  rest);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rule, "FIELD_ADDED_REQUIRED");
  EXPECT_EQ(findings[0].severity, Severity::kHigh);
  EXPECT_EQ(findings[0].element, "a.Task.metadata");
  EXPECT_THAT(findings[0].notes,
              ElementsAre("Accepted before, rejected now: {}, without \"metadata\"."));
}

TEST(ValidationRules, RequestsAreSurerThanUnusedMessages) {
  const std::string service = "service S { rpc Do(M) returns (R); }\nmessage R {}\n";
  const auto message = [](const std::string& options) {
    return "message M { string x = 1" + options + "; }\n";
  };
  const std::string rule = " [(validate.rules).string.max_len = 9]";
  const std::vector<Finding> findings = Compare(service + message(""), service + message(rule));
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].confidence, Confidence::kHigh);
  // The request is new: nobody sent it.
  EXPECT_THAT(Compare(message(""), service + message(rule)), IsEmpty());
}

TEST(ValidationRules, ARuleOfTheMessageSwitchesZeroOff) {
  const auto message = [](const std::string& rule) {
    return "message M { option (buf.validate.message).oneof = {fields: [\"x\", \"y\"]};\n"
           "string x = 1" +
           rule + "; string y = 2; }\n";
  };
  EXPECT_THAT(Compare(message(""), message(" [(buf.validate.field).string.min_len = 1]")),
              IsEmpty());
}

TEST(ValidationRules, ManyFieldsTakeLinearTime) {
  std::string before = "message M {\n";
  std::string after =
      "message M {\n option (grpc.gateway.protoc_gen_openapiv2.options.openapiv2_"
      "schema) = {json_schema: {required: [\"f1\"]}};\n";
  for (int i = 1; i <= 15000; ++i) {
    const std::string field = "string f" + std::to_string(i) + " = " + std::to_string(i);
    const std::string oneof = "oneof o" + std::to_string(i) + " { ";
    before += oneof + field + "; }\n";
    after += oneof + "option (validate.required) = true; " + field +
             " [(validate.rules).string.max_len = 5]; }\n";
  }
  EXPECT_EQ(Compare(before + "}\n", after + "}\n").size(), 30000U);
}

TEST(CelText, LayoutQuotesAndCommentsDoNotCount) {
  EXPECT_EQ(NormalizeCel("this . a  ==\n 'x' // why"), NormalizeCel("this.a==\"x\""));
  EXPECT_EQ(NormalizeCel("f( a , b ) && c"), NormalizeCel("f(a,b)&&c"));
  EXPECT_EQ(NormalizeCel("a in b"), "a in b");
  EXPECT_NE(NormalizeCel("this != ' x'"), NormalizeCel("this != 'x'"));
  EXPECT_NE(NormalizeCel("this != 'a//b'"), NormalizeCel("this != 'a"));
  EXPECT_NE(NormalizeCel("1 - -1"), NormalizeCel("1 --1"));
  EXPECT_NE(NormalizeCel("'a\"b'"), NormalizeCel("\"a\"b\""));
  EXPECT_NE(NormalizeCel("'''a'''"), NormalizeCel("\"''a''\""));
  EXPECT_EQ(NormalizeCel("'unfinished"), "'unfinished");
}

TEST(CommentDemands, KnowsHowPeopleSayIt) {
  const auto demands = [](const char* text) { return CommentDemands({text, "", {}}); };
  for (const char* text :
       {" Required. The name of the task.\n", "REQUIRED: The name.", " The name (required).",
        " [Required] The name.", " The name of the task. It must be set.",
        " The parent. Must not be empty.", " This field is required.", " Mandatory name.",
        " The name. Cannot be empty.", "required", " A required field."}) {
    EXPECT_TRUE(demands(text)) << text;
  }
  for (const char* text :
       {"", " The name of the task.", " Optional. The name.", " Not required.",
        " This field is not required.", " Required if the type is URL.",
        " The number of required approvals.", " Must be set to true when x is set.",
        " If x is empty, this is required when y.", " Permissions that are required for access"}) {
    EXPECT_FALSE(demands(text)) << text;
  }
}

}  // namespace
}  // namespace protowarden::rules::semantic
