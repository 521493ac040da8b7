// SPDX-License-Identifier: Apache-2.0
//
// Linking: names, features, options; on texts without files.
#include <gtest/gtest.h>

#include "analyzer/schema/usage.h"
#include "tests/support/compare_texts.h"

namespace protowarden {
namespace {

using test::Texts;

schema::Schema LoadOne(const Texts& texts) {
  test::MemoryTree tree(texts);
  const load::Workspace workspace(tree.entries(), {}, {});
  load::Timings timings;
  load::Loaded loaded = load::LoadAll({&tree, &workspace, {}}, {}, timings);
  EXPECT_TRUE(loaded.diagnostics.empty()) << schema::ToString(loaded.diagnostics.front());
  return std::move(loaded.schema);
}

struct PresenceCase {
  const char* text;
  bool presence;
};

TEST(Schema, PresenceIsResolvedByFeatures) {
  const PresenceCase cases[] = {
      {"syntax = \"proto2\"; message A { optional int32 x = 1; }", true},
      {"syntax = \"proto3\"; message A { int32 x = 1; }", false},
      {"syntax = \"proto3\"; message A { optional int32 x = 1; }", true},
      {"syntax = \"proto3\"; message A { oneof o { int32 x = 1; } }", true},
      {"syntax = \"proto3\"; message A { A x = 1; }", true},
      {"edition = \"2023\"; message A { int32 x = 1; }", true},
      {"edition = \"2023\"; option features.field_presence = IMPLICIT; message A { int32 x = 1; }",
       false},
      {"edition = \"2023\"; option features.field_presence = IMPLICIT; message A { int32 x = 1 "
       "[features.field_presence = EXPLICIT]; }",
       true},
  };
  for (const PresenceCase& item : cases) {
    const schema::Schema schema = LoadOne({{"a.proto", item.text}});
    const schema::Message* message = schema.FindMessage("A");
    ASSERT_NE(message, nullptr) << item.text;
    EXPECT_EQ(message->fields[0].HasPresence(), item.presence) << item.text;
  }
}

TEST(Schema, EnumsAreClosedWhereTheFeatureSaysSo) {
  const schema::Schema schema = LoadOne(
      {{"two.proto", "syntax = \"proto2\"; enum Two { TWO = 1; }"},
       {"three.proto", "syntax = \"proto3\"; enum Three { THREE = 0; }"},
       {"ed.proto",
        "edition = \"2023\"; enum Open { O = 0; } enum Shut { option features.enum_type = CLOSED; "
        "S = 1; }"}});
  EXPECT_TRUE(schema.FindEnum("Two")->IsClosed());
  EXPECT_FALSE(schema.FindEnum("Three")->IsClosed());
  EXPECT_FALSE(schema.FindEnum("Open")->IsClosed());
  EXPECT_TRUE(schema.FindEnum("Shut")->IsClosed());
}

TEST(Schema, NamesResolveInnermostFirst) {
  const schema::Schema schema = LoadOne(
      {{"a.proto",
        "syntax = \"proto3\"; package p.q; message T {} message M { message T {} T inner = 1; "
        ".p.q.T outer = 2; q.T also = 3; }"}});
  const schema::Message* message = schema.FindMessage("p.q.M");
  EXPECT_EQ(message->fields[0].type_name, "p.q.M.T");
  EXPECT_EQ(message->fields[1].type_name, "p.q.T");
  EXPECT_EQ(message->fields[2].type_name, "p.q.T");
}

TEST(Schema, TypesOfMissingImportsStayNames) {
  test::MemoryTree tree(
      Texts{{"a.proto",
             "syntax = \"proto3\"; import \"gone/b.proto\"; message M { gone.B b = 1; "
             "}"}});
  const load::Workspace workspace(tree.entries(), {}, {});
  load::Timings timings;
  const load::Loaded loaded = load::LoadAll({&tree, &workspace, {}}, {}, timings);
  EXPECT_TRUE(loaded.diagnostics.empty());
  ASSERT_EQ(loaded.notes.size(), 1U);
  EXPECT_NE(loaded.notes[0].find("gone/b.proto"), std::string::npos);
  const schema::Field& field = loaded.schema.FindMessage("M")->fields[0];
  EXPECT_EQ(field.kind, schema::Kind::kUnresolved);
  EXPECT_EQ(field.type_name, "gone.B");
}

TEST(Schema, WellKnownTypesComeWithTheBinary) {
  const schema::Schema schema =
      LoadOne({{"a.proto",
                "syntax = \"proto3\"; import \"google/protobuf/timestamp.proto\"; message M { "
                "google.protobuf.Timestamp at = 1; }"}});
  ASSERT_NE(schema.FindMessage("M")->fields[0].message_type, nullptr);
  EXPECT_FALSE(schema.FindFile("google/protobuf/timestamp.proto")->is_target);
}

TEST(Schema, ImportRootsAreInferredFromTheImports) {
  const schema::Schema schema =
      LoadOne({{"x/api/a.proto", "syntax = \"proto3\"; package a; message A {}"},
               {"x/api/b.proto",
                "syntax = \"proto3\"; package b; import \"api/a.proto\"; message B { a.A a = 1; }"},
               {"y/api/a.proto", "syntax = \"proto3\"; package other; message A {}"}});
  const schema::Field& field = schema.FindMessage("b.B")->fields[0];
  ASSERT_NE(field.message_type, nullptr);
  EXPECT_EQ(field.message_type->file->path, "x/api/a.proto");
}

TEST(Usage, FollowsMessagesIntoOneAnother) {
  const schema::Schema schema = LoadOne({{"a.proto", R"(syntax = "proto3";
    package p;
    service S { rpc Get(Req) returns (Res); rpc Put(Res) returns (Empty); }
    message Req { Filter filter = 1; }
    message Filter { Filter and = 1; }
    message Res { map<string, Item> items = 1; }
    message Item {}
    message Empty {}
    message Lonely { Item item = 1; })"}});
  const schema::Usage usage(schema);
  const auto message = [&](std::string_view name) -> const schema::Message& {
    return *schema.FindMessage(name);
  };
  EXPECT_TRUE(usage.InRequest(message("p.Filter")));
  EXPECT_FALSE(usage.InResponse(message("p.Filter")));
  EXPECT_TRUE(usage.InResponse(message("p.Item")));
  EXPECT_TRUE(usage.InRequest(message("p.Item")));
  EXPECT_TRUE(usage.Unreached(message("p.Lonely")));
  ASSERT_EQ(usage.ResponseMethods(message("p.Item")).size(), 1U);
  EXPECT_EQ(usage.ResponseMethods(message("p.Item"))[0]->name, "Get");
  EXPECT_EQ(usage.RequestMethods(message("p.Item"))[0]->name, "Put");
  EXPECT_EQ(usage.Referrers(message("p.Item")).size(), 2U);
}

TEST(Usage, CountsWhatOperationsHold) {
  const schema::Schema schema = LoadOne({{"google/longrunning/operations.proto", R"(
    syntax = "proto3"; package google.longrunning;
    import "google/protobuf/descriptor.proto";
    message Operation {}
    message OperationInfo { string response_type = 1; string metadata_type = 2; }
    extend google.protobuf.MethodOptions { OperationInfo operation_info = 1049; })"},
                                         {"a.proto", R"(syntax = "proto3"; package p;
    import "google/longrunning/operations.proto";
    service S { rpc Make(Req) returns (google.longrunning.Operation) {
      option (google.longrunning.operation_info) = {
        response_type: "Thing" metadata_type: "p.Progress" }; } }
    message Req {}
    message Thing { Part part = 1; }
    message Part {}
    message Progress {})"}});
  const schema::Usage usage(schema);
  for (const char* name : {"p.Thing", "p.Part", "p.Progress"}) {
    EXPECT_TRUE(usage.InResponse(*schema.FindMessage(name))) << name;
    EXPECT_FALSE(usage.InRequest(*schema.FindMessage(name))) << name;
  }
  ASSERT_EQ(usage.ResponseMethods(*schema.FindMessage("p.Part")).size(), 1U);
}

}  // namespace
}  // namespace protowarden
