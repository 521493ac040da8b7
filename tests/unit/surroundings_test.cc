// SPDX-License-Identifier: Apache-2.0
//
// Which unchanged files are read to judge how a changed one is meant.
#include "analyzer/load/surroundings.h"

#include <gmock/gmock.h>

#include "tests/support/compare_texts.h"

namespace protowarden {
namespace {

using test::LoadTexts;
using test::Texts;
using testing::ElementsAre;

const Texts kBase = {
    {"acme/user.proto",
     "syntax = \"proto3\"; package acme; import \"acme/address.proto\"; "
     "message User { Address home = 1; }"},
    {"acme/address.proto", "syntax = \"proto3\"; package acme; message Address { string x = 1; }"},
    {"acme/unrelated.proto", "syntax = \"proto3\"; package acme; message Unrelated {}"},
    {"shop/order.proto",
     "syntax = \"proto3\"; package shop; import \"acme/address.proto\"; "
     "message Order { acme.Address to = 1; }"},
    {"shop/api.proto",
     "syntax = \"proto3\"; package shop.api; import \"shop/order.proto\"; "
     "service Api { rpc Get(shop.Order) returns (shop.Order); }"},
    {"far/far.proto", "syntax = \"proto3\"; package far; message Far { string other = 1; }"},
    {"far/taught.proto",
     "syntax = \"proto3\"; package far; import \"pii/v1/sensitivity.proto\"; "
     "message Taught { string badge = 1 [(pii.v1.sensitivity) = HIGH]; }"},
};

std::vector<std::string> ReadAfter(const Texts& before, const std::string& path,
                                   const std::string& text,
                                   std::vector<std::string> teaching = {}) {
  Texts after = before;
  after[path] = text;
  const auto loaded =
      LoadTexts(before, after, {.surroundings = true, .teaching_options = std::move(teaching)});
  std::vector<std::string> paths;
  for (const auto& file : loaded.pair.after.files()) {
    // Both sides hold the same, or what only one has would count as new or gone.
    EXPECT_NE(loaded.pair.before.FindFile(file->path), nullptr) << file->path;
    paths.push_back(file->path);
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

TEST(Surroundings, AreTheSamePackageAndWhatUsesAFileUpToTheServices) {
  EXPECT_THAT(ReadAfter(kBase, "acme/address.proto",
                        "syntax = \"proto3\"; package acme; message Address { string y = 1; }"),
              ElementsAre("acme/address.proto", "acme/unrelated.proto", "acme/user.proto",
                          "shop/api.proto", "shop/order.proto"));
}

TEST(Surroundings, OfWhatAChangedFileUsesCountTooButNotOfWhatItOnlyImports) {
  const std::string far = "syntax = \"proto3\"; package lone; import \"acme/address.proto\"; ";
  Texts texts = kBase;
  texts["far/far.proto"] = far + "message Far {}";
  EXPECT_THAT(ReadAfter(texts, "far/far.proto", far + "message Far { acme.Address at = 1; }"),
              ElementsAre("acme/address.proto", "acme/unrelated.proto", "acme/user.proto",
                          "far/far.proto", "shop/order.proto"));
  EXPECT_THAT(ReadAfter(texts, "far/far.proto", far + "message Far { string y = 1; }"),
              ElementsAre("acme/address.proto", "far/far.proto"));
}

TEST(Surroundings, AnImportOfTheNewVersionAloneIsReadOnBothSides) {
  const auto paths = ReadAfter(
      kBase, "acme/unrelated.proto",
      "syntax = \"proto3\"; package acme; import \"far/far.proto\"; message Unrelated {}");
  EXPECT_THAT(paths, testing::Contains("far/far.proto"));
}

TEST(Surroundings, WhatIsImportedAlmostEverywhereGetsNoMeaningFromThere) {
  Texts texts = kBase;
  for (size_t i = 0; i <= load::kMaxImporters; ++i) {
    const std::string name = "many/m" + std::to_string(i);
    texts[name + ".proto"] = "syntax = \"proto3\"; package many.m" + std::to_string(i) +
                             "; import \"acme/address.proto\"; message M { acme.Address a = 1; }";
  }
  EXPECT_THAT(ReadAfter(texts, "shop/order.proto",
                        "syntax = \"proto3\"; package shop; import \"acme/address.proto\"; "
                        "message Order { acme.Address to = 1; string y = 2; }"),
              ElementsAre("acme/address.proto", "acme/unrelated.proto", "acme/user.proto",
                          "shop/api.proto", "shop/order.proto"));
}

TEST(Surroundings, AnnotatedFieldsOfANewNameAreReadWhereverTheyAre) {
  const std::string badge = "syntax = \"proto3\"; package p; message P { string badge = 1; }";
  Texts texts = kBase;
  texts["p.proto"] = "syntax = \"proto3\"; package p; message P {}";
  EXPECT_THAT(ReadAfter(texts, "p.proto", badge, {"pii.v1.sensitivity"}),
              ElementsAre("far/taught.proto", "p.proto"));
  EXPECT_THAT(ReadAfter(texts, "p.proto", badge), ElementsAre("p.proto"));
  const std::string other = "syntax = \"proto3\"; package p; message P { string other = 1; }";
  EXPECT_THAT(ReadAfter(texts, "p.proto", other, {"pii.v1.sensitivity"}), ElementsAre("p.proto"));
}

}  // namespace
}  // namespace protowarden
