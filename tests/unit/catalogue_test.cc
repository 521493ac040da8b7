// SPDX-License-Identifier: Apache-2.0
//
// What holds for every rule, whoever adds it.
#include "rules/catalogue.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>

#include "analyzer/base/text.h"
#include "analyzer/report/rule_text.h"
#include "tests/support/compare_texts.h"

namespace protowarden::rules {
namespace {

TEST(Catalogue, IdsAreSortedUniqueAndWellFormed) {
  std::string_view previous;
  for (const Rule& rule : Catalogue()) {
    EXPECT_LT(previous, rule.id);
    previous = rule.id;
    for (const char letter : rule.id) {
      EXPECT_TRUE((letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') ||
                  letter == '_')
          << rule.id;
    }
    EXPECT_EQ(FindRule(rule.id), &rule);
  }
}

TEST(Catalogue, EveryTextIsThereAndEndsAsItShould) {
  for (const Rule& rule : Catalogue()) {
    EXPECT_FALSE(rule.title.empty()) << rule.id;
    EXPECT_FALSE(rule.title.ends_with('.')) << rule.id;
    EXPECT_LE(rule.title.size(), 80U) << rule.id;
    EXPECT_TRUE(rule.impact.ends_with('.')) << rule.id;
    EXPECT_TRUE(rule.remedy.ends_with('.')) << rule.id;
    EXPECT_GT(rule.impact.size(), 40U) << rule.id;
    EXPECT_TRUE(rule.source.starts_with("https://")) << rule.id;
    EXPECT_NE(rule.categories, 0) << rule.id;
    EXPECT_EQ(rule.severity == Severity::kNone, (rule.categories & category::kChangelog) != 0)
        << rule.id;
  }
}

TEST(Catalogue, EveryRuleHasAnExampleThatChanges) {
  for (const Rule& rule : Catalogue()) {
    const Example example = ExampleOf(rule.id);
    EXPECT_FALSE(example.before.empty()) << rule.id;
    EXPECT_NE(example.before, example.after) << rule.id;
  }
}

// Whether a rule asks about usage when its own example is judged.
bool AsksAboutUsage(const Rule& rule) {
  const Example example = ExampleOf(rule.id);
  const test::LoadedTexts loaded = test::LoadTexts({{"a.proto", std::string(example.before)}},
                                                   {{"a.proto", std::string(example.after)}});
  const compare::Comparison comparison(loaded.pair.before, loaded.pair.after);
  PolicySpec spec;
  spec.use = {std::string(rule.id)};
  const Result<Policy> policy = Policy::Create(spec, Catalogue());
  EXPECT_TRUE(policy.ok()) << rule.id;
  const ChangeUsage usage(loaded.pair.before, loaded.pair.after);
  EngineInput input{
      comparison, [&](const std::string&) -> const Policy& { return *policy; }, {&*policy}};
  input.usage = &usage;
  static_cast<void>(RunRules(input));
  return usage.asked();
}

// Else a hook would judge without the files that use what changed.
TEST(Catalogue, WhoAsksAboutUsageSaysSo) {
  size_t asking = 0;
  for (const Rule& rule : Catalogue()) {
    if (rule.needs_inventory) continue;
    const bool asks = AsksAboutUsage(rule);
    EXPECT_TRUE(rule.needs_usage || !asks) << rule.id;
    asking += asks ? 1U : 0U;
  }
  EXPECT_GT(asking, 10U);
}

// fixtures/buf/breaking-rule-ids.tsv is what `buf config ls-breaking-rules` of 1.75 prints.
TEST(Catalogue, BufRulesHaveBufsCategories) {
  std::ifstream table(PROTOWARDEN_SOURCE_DIR "/fixtures/buf/breaking-rule-ids.tsv");
  std::map<std::string, std::set<std::string>> expected;
  std::string line;
  std::getline(table, line);
  while (std::getline(table, line)) {
    const auto columns = Split(line, '\t');
    for (const std::string_view name : Split(columns.at(1), ',')) {
      expected[std::string(columns.at(0))].emplace(name);
    }
  }
  ASSERT_GT(expected.size(), 60U);
  std::map<std::string, std::set<std::string>> actual;
  for (const Rule& rule : Catalogue()) {
    if (!rule.buf_rule) continue;
    for (const std::string_view name : CategoryNames(rule.categories)) {
      actual[std::string(rule.id)].emplace(name);
    }
  }
  EXPECT_EQ(actual, expected);
}

}  // namespace
}  // namespace protowarden::rules
