// SPDX-License-Identifier: Apache-2.0
//
// That only what can matter is read.
#include "analyzer/load/loader.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "tests/support/compare_texts.h"

namespace protowarden {
namespace {

using test::FindingsOf;
using test::LoadTexts;
using test::Texts;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

const Texts kBase = {
    {"a.proto", "syntax = \"proto3\"; package p; message A { string x = 1; }"},
    {"b.proto", "syntax = \"proto3\"; package p; import \"a.proto\"; message B { A a = 1; }"},
    {"c.proto",
     "syntax = \"proto3\"; package p; import \"b.proto\"; service S { rpc R(B) returns (B); }"},
    {"d.proto", "syntax = \"proto3\"; package q; message D {}"},
};

Texts With(const std::string& path, const std::string& text) {
  Texts texts = kBase;
  texts[path] = text;
  return texts;
}

TEST(Loader, ReadsNothingWhenNothingChanged) {
  const auto loaded = LoadTexts(kBase, kBase);
  EXPECT_THAT(loaded.after_tree.read(), IsEmpty());
  EXPECT_EQ(loaded.pair.files_total, 4U);
  EXPECT_EQ(loaded.pair.files_changed, 0U);
}

TEST(Loader, ReadsTheChangedFileOnly) {
  const auto loaded = LoadTexts(
      kBase, With("a.proto", "syntax = \"proto3\"; package p; message A { int32 x = 1; }"));
  EXPECT_THAT(loaded.after_tree.read(), ElementsAre("a.proto"));
  EXPECT_THAT(loaded.before_tree.read(), ElementsAre("a.proto"));
}

TEST(Loader, ReadsUnchangedImportsOnceForBothSides) {
  const auto loaded = LoadTexts(
      kBase, With("b.proto",
                  "syntax = \"proto3\"; package p; import \"a.proto\"; message B { A a = 2; }"));
  std::vector<std::string> read = loaded.before_tree.read();
  read.insert(read.end(), loaded.after_tree.read().begin(), loaded.after_tree.read().end());
  EXPECT_THAT(read, UnorderedElementsAre("a.proto", "b.proto", "b.proto"));
}

TEST(Loader, ANameThatMovesReachesUnchangedImporters) {
  // B.a now means another message: b.proto did not change, its field did.
  const auto findings = FindingsOf(
      {{"a.proto", "syntax = \"proto3\"; package p; message A {}"},
       {"b.proto", "syntax = \"proto3\"; package p.q; import \"a.proto\"; message B { A a = 1; }"}},
      {{"a.proto", "syntax = \"proto3\"; package p.q; message A {}"},
       {"b.proto", "syntax = \"proto3\"; package p.q; import \"a.proto\"; message B { A a = 1; }"}},
      {"FIELD_SAME_TYPE"});
  EXPECT_THAT(test::Places(findings), ElementsAre("b.proto:1:63 FIELD_SAME_TYPE"));
}

TEST(Loader, ImportersAreReadWhenUsageIsAskedFor) {
  const Texts after = With("a.proto", "syntax = \"proto3\"; package p; message A { int32 x = 1; }");
  const auto loaded = LoadTexts(kBase, after, {.importers = load::Importers::kAll});
  ASSERT_NE(loaded.pair.after.FindService("p.S"), nullptr);
  EXPECT_FALSE(loaded.pair.after.FindFile("c.proto")->is_target);
  EXPECT_EQ(loaded.pair.after.FindFile("d.proto"), nullptr);
}

TEST(Loader, ImportersOfAFewFilesWaitUntilARuleAsks) {
  const Texts after = With("a.proto", "syntax = \"proto3\"; package p; message A { int32 x = 1; }");
  const auto loaded = LoadTexts(kBase, after, {.importers = load::Importers::kUnlessFewChanged});
  EXPECT_TRUE(loaded.pair.importers_skipped);
  EXPECT_EQ(loaded.pair.after.FindFile("c.proto"), nullptr);

  Texts many_before = kBase;
  Texts many_after = after;
  for (int i = 0; i < 60; ++i) {
    const std::string path = fmt::format("many{}.proto", i);
    many_before[path] = fmt::format("syntax = \"proto3\"; package m{};", i);
    many_after[path] = many_before[path] + " message M {}";
  }
  const auto all =
      LoadTexts(many_before, many_after, {.importers = load::Importers::kUnlessFewChanged});
  EXPECT_FALSE(all.pair.importers_skipped);
  EXPECT_NE(all.pair.after.FindFile("c.proto"), nullptr);
}

TEST(Loader, APackageThatLivesOnElsewhereIsNotDeleted) {
  const Texts before = {{"a.proto", "syntax = \"proto3\"; package p; message A {}"},
                        {"b.proto", "syntax = \"proto3\"; package p; message B {}"}};
  const Texts after = {{"b.proto", "syntax = \"proto3\"; package p; message B {}"}};
  EXPECT_THAT(FindingsOf(before, after, {"PACKAGE_NO_DELETE"}), IsEmpty());
  EXPECT_THAT(test::Places(FindingsOf(before, after, {"PACKAGE_MESSAGE_NO_DELETE"})),
              ElementsAre(":0:0 PACKAGE_MESSAGE_NO_DELETE"));
}

TEST(Loader, AFileThatCannotBeParsedIsReportedAndNotDeleted) {
  const auto loaded = LoadTexts(kBase, With("a.proto", "syntax = \"proto3\"; message {"));
  ASSERT_FALSE(loaded.pair.diagnostics.empty());
  EXPECT_EQ(loaded.pair.diagnostics[0].file, "a.proto");
  const auto findings =
      FindingsOf(kBase, With("a.proto", "syntax = \"proto3\"; message {"), {"FILE_NO_DELETE"});
  EXPECT_THAT(findings, IsEmpty());
}

}  // namespace
}  // namespace protowarden
