// SPDX-License-Identifier: Apache-2.0
//
// Labelled sets: what their file may hold, how verdicts become scores, how two reports are
// compared.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzer/report/evaluation_report.h"
#include "llm/evaluation/labelled_set.h"

namespace protowarden::llm {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kHeader = "id\tbefore\tafter\tschema\telement\tbreaking\tsensitivity\tnote\n";

std::vector<LabelledRow> Rows(const std::string& text) {
  auto rows = ReadLabelledSet(text, "set.tsv");
  EXPECT_TRUE(rows.ok()) << (rows.ok() ? "" : rows.error().message);
  return rows.ok() ? std::move(rows).value() : std::vector<LabelledRow>();
}

TEST(LabelledSet, TablesAndLinesOfJsonSayTheSame) {
  const std::string table = std::string("\xEF\xBB\xBF# a comment\n\n") + kHeader +
                            "a\told\tnew\t\tp.M\tyes\t\tbecause\r\nb\t\t\ts.proto\tp.M.f\t\tLOW\n";
  const std::string json =
      R"({"id": "a", "before": "old", "after": "new", "element": "p.M", "breaking": true, "note": "because"})"
      "\n"
      R"({"id": "b", "schema": "s.proto", "element": "p.M.f", "sensitivity": "LOW", "breaking": ""})";
  for (const std::string& text : {table, json}) {
    const auto rows = Rows(text);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_TRUE(rows[0].IsChange());
    EXPECT_EQ(rows[0].breaking, true);
    EXPECT_EQ(rows[0].before + rows[0].after + rows[0].note, "oldnewbecause");
    EXPECT_FALSE(rows[1].IsChange());
    EXPECT_EQ(rows[1].sensitivity, Sensitivity::kLow);
    EXPECT_EQ(rows[1].schema, "s.proto");
  }
}

TEST(LabelledSet, WhatIsWrongIsNamed) {
  const std::string h = kHeader;
  const std::pair<std::string, const char*> cases[] = {
      {"", "has no rows"},
      {h, "has no rows"},
      {"id\tbefor\n", "Did you mean `before`?"},
      {"id\tid\n", "twice"},
      {"id\telement\na\tb\tc\n", "There are 3 cells"},
      {h + "\tx\ty\t\tp.M\tyes\n", "has no id"},
      {h + "a\tx\ty\t\t\tyes\n", "Row \"a\": `element` is missing"},
      {h + "a\tx\ty\t\tp.M\tyes\na\tx\ty\t\tp.M\tno\n",
       "set.tsv:3: Row \"a\": Line 2 has the same"},
      {h + "a\tx\ty\t\tp.M\tmaybe\n", "must be yes or no, not \"maybe\""},
      {h + "a\tx\t\t\tp.M\tyes\n", "`after` is missing"},
      {h + "a\t\t\ts\tp.M.f\t\tSECRET\n", "not \"SECRET\""},
      {h + "a\t\t\t\tp.M.f\t\tLOW\n", "`schema` is missing"},
      {h + "a\tx\ty\ts\tp.M\tyes\tLOW\n", "either a change"},
      {h + "a\t\t\t\tp.M\n", "either a change"},
      {h + "a\t../x\ty\t\tp.M\tyes\n", "\"../x\" is not below the folder of the set"},
      {h + "a\tx/../../y\ty\t\tp.M\tyes\n", "is not below"},
      {h + "a\t/etc\ty\t\tp.M\tyes\n", "is not below"},
      {"{\"id\": 1}", "must be a text"},
      {"{\"id\": \"a\", \"label\": \"x\"}", "\"label\" is no column"},
      {"{\"id\": \"a\"", "no JSON object"},
      {"{\"id\": \"a\", \"schema\": \"s\\u0000/../..\", \"element\": \"e\", \"sensitivity\": "
       "\"LOW\"}",
       "is not below"},
      {h + "\xff\n", "no UTF-8"},
  };
  for (const auto& [text, expected] : cases) {
    const auto rows = ReadLabelledSet(text, "set.tsv");
    ASSERT_FALSE(rows.ok()) << text;
    EXPECT_THAT(rows.error().message, HasSubstr(expected)) << text;
    EXPECT_EQ(rows.error().kind, ErrorKind::kUsage);
  }
}

LabelledRow Change(const std::string& id, bool breaking) {
  LabelledRow row;
  row.id = id;
  row.breaking = breaking;
  return row;
}

LabelledRow Field(const std::string& id, Sensitivity level) {
  LabelledRow row;
  row.id = id;
  row.sensitivity = level;
  return row;
}

RowVerdict Says(bool breaking) {
  RowVerdict verdict;
  verdict.breaking = breaking;
  return verdict;
}

RowVerdict Says(Sensitivity level) {
  RowVerdict verdict;
  verdict.sensitivity = level;
  return verdict;
}

TEST(EvaluationScores, CountsWhatWasFoundMissedAndCriedForNothing) {
  const std::vector rows = {Change("a", true), Change("b", true), Change("c", false),
                            Change("d", false), Change("e", true)};
  std::vector verdicts = {Says(true), Says(false), Says(true), Says(false), Says(true)};
  verdicts[1].answered = false;
  const EvaluationScores scores = ScoresOf(rows, verdicts);
  EXPECT_EQ(scores.changes.found, 2U);
  EXPECT_EQ(scores.changes.missed, 1U);
  EXPECT_EQ(scores.changes.false_alarms, 1U);
  EXPECT_EQ(scores.changes.passed, 1U);
  EXPECT_DOUBLE_EQ(*scores.changes.Precision(), 2.0 / 3);
  EXPECT_DOUBLE_EQ(*scores.changes.Recall(), 2.0 / 3);
  EXPECT_DOUBLE_EQ(*scores.changes.F1(), 2.0 / 3);
  EXPECT_EQ(scores.unanswered, 1U);
  EXPECT_EQ(scores.levels.total, 0U);
}

TEST(EvaluationScores, ARatioOfNothingIsNotANumber) {
  const std::vector rows = {Change("a", false)};
  const EvaluationScores scores = ScoresOf(rows, std::vector{Says(false)});
  EXPECT_EQ(scores.changes.Precision(), std::nullopt);
  EXPECT_EQ(scores.changes.Recall(), std::nullopt);
  EXPECT_EQ(scores.changes.F1(), std::nullopt);
}

TEST(EvaluationScores, LevelsOfFields) {
  using enum Sensitivity;
  const std::vector rows = {Field("a", kHigh), Field("b", kHigh), Field("c", kPublic),
                            Field("d", kLow), Field("e", kPublic)};
  const std::vector verdicts = {Says(kHigh), Says(kMedium), Says(kPublic), Says(kPublic),
                                RowVerdict()};
  const EvaluationScores scores = ScoresOf(rows, verdicts);
  EXPECT_EQ(scores.levels.right, 2U);  // a level that nobody gave is wrong, also for PUBLIC
  EXPECT_EQ(scores.levels.total, 5U);
  EXPECT_EQ(scores.high.right, 1U);
  EXPECT_EQ(scores.high.total, 2U);
  EXPECT_DOUBLE_EQ(*scores.fields.Precision(), 1);
  EXPECT_DOUBLE_EQ(*scores.fields.Recall(), 2.0 / 3);
}

TEST(EvaluationScores, AFindingConcernsTheElementAndItsMembers) {
  Finding finding;
  for (const auto& [element, expected] : {std::pair("p.M", true),
                                          {"p.M.f", true},
                                          {"p.Mx", false},
                                          {"p", false},
                                          {"p.M.N.f", true}}) {
    finding.element = element;
    EXPECT_EQ(Concerns(finding, "p.M"), expected) << element;
  }
  finding.element = "p.M";
  finding.is_breaking = false;
  EXPECT_FALSE(Concerns(finding, "p.M"));
  finding.is_breaking = true;
  finding.concern = Concern::kPrivacy;
  EXPECT_FALSE(Concerns(finding, "p.M"));
}

report::EvaluationReport Report(bool found, std::optional<double> cost) {
  report::EvaluationReport report;
  report.set_hash = "0123456789abcdef";
  report.rows = {Change("a", true)};
  for (const Judge judge : {Judge::kRules, Judge::kModel, Judge::kBoth}) {
    JudgeResult result;
    result.judge = judge;
    result.verdicts = {Says(found && judge != Judge::kRules)};
    result.review.cost_usd = cost;
    result.review.reviewer = "openai m1";
    result.review.prompts = found ? "compatibility 2" : "compatibility 1";
    report.results.push_back(std::move(result));
  }
  return report;
}

TEST(EvaluationComparison, SaysWhatDiffersByJudge) {
  const std::string earlier = report::RenderEvaluationJson(Report(false, std::nullopt));
  const auto same = report::CompareEvaluations(Report(false, std::nullopt), earlier, "e.json");
  ASSERT_TRUE(same.ok());
  EXPECT_THAT(same->figures, IsEmpty());
  EXPECT_THAT(same->verdicts, IsEmpty());
  auto now = Report(true, 0.5);
  const auto differs = report::CompareEvaluations(now, earlier, "e.json");
  ASSERT_TRUE(differs.ok());
  EXPECT_THAT(differs->settings, ElementsAre("prompts: compatibility 1, now compatibility 2"));
  ASSERT_EQ(differs->verdicts.size(), 2U);
  EXPECT_EQ(differs->verdicts[0].judge, "llm");
  EXPECT_EQ(differs->verdicts[0].earlier + differs->verdicts[0].now, "noyes");
  std::vector<std::string> figures;
  for (const auto& change : differs->figures) {
    if (change.judge == "llm") figures.push_back(change.figure);
    EXPECT_NE(change.judge, "rules");
  }
  EXPECT_THAT(figures, testing::IsSupersetOf({"changes.recall", "changes.found", "cost_usd"}));
  now.comparison = *differs;
  const std::string text = report::RenderEvaluationText(now, {});
  EXPECT_THAT(text, HasSubstr("unknown -> 0.5"));
  EXPECT_THAT(text, HasSubstr("row a: no -> yes (label yes)"));
}

TEST(EvaluationComparison, RefusesWhatCannotBeCompared) {
  auto other = Report(false, std::nullopt);
  other.set_hash = "fedcba9876543210";
  const auto refused = [&](const std::string& json) {
    const auto compared = report::CompareEvaluations(Report(false, std::nullopt), json, "e.json");
    EXPECT_FALSE(compared.ok());
    return compared.ok() ? "" : compared.error().message;
  };
  EXPECT_THAT(refused(report::RenderEvaluationJson(other)), HasSubstr("another set"));
  for (const char* json : {"", "[]", "{", "{\"command\": \"check\"}", "{\"command\": \"eval\"}"}) {
    EXPECT_THAT(refused(json), HasSubstr("is no report of `protowarden eval"));
  }
  // Edited by somebody: nothing to say, nothing to fall over.
  const auto odd = report::CompareEvaluations(
      Report(false, std::nullopt),
      R"({"command": "eval", "set_sha256": "0123456789abcdef", "modes": {"llm": 3}, "rows": {"a": [1]}})",
      "e.json");
  ASSERT_TRUE(odd.ok());
  EXPECT_THAT(odd->verdicts, IsEmpty());
}

}  // namespace
}  // namespace protowarden::llm
