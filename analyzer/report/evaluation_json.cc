// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/evaluation_json.h"

#include <fmt/format.h>

#include <cmath>

namespace protowarden::report {
namespace {

// Four decimals, so that reports do not differ in noise.
Json Share(const std::optional<double>& share) {
  static constexpr double kTenThousand = 10000;
  if (!share.has_value()) return nullptr;
  return std::round(*share * kTenThousand) / kTenThousand;
}

Json Share(const Score& score) {
  return score.total == 0 ? Json(nullptr) : Share(std::optional(score.Ratio()));
}

Json Binary(const BinaryScore& score) {
  return {{"rows", score.Total()},
          {"found", score.found},
          {"false_alarms", score.false_alarms},
          {"missed", score.missed},
          {"passed", score.passed},
          {"precision", Share(score.Precision())},
          {"recall", Share(score.Recall())},
          {"f1", Share(score.F1())}};
}

Json ModeJson(const std::vector<LabelledRow>& rows, const JudgeResult& result) {
  const EvaluationScores scores = ScoresOf(rows, result.verdicts);
  Json fields = Binary(scores.fields);
  fields["accuracy"] = Share(scores.levels);
  fields["high_recall"] = Share(scores.high);
  Json json = {{"changes", Binary(scores.changes)}, {"fields", std::move(fields)}};
  if (result.judge == Judge::kRules) return json;
  const ReviewSummary& review = result.review;
  json["not_answered"] = scores.unanswered;
  json["asked"] = review.asked;
  json["cached_answers"] = review.cached_answers;
  json["dropped_claims"] = review.dropped;
  json["requests"] = review.requests;
  json["retries"] = review.retries;
  json["input_tokens"] = review.input_tokens;
  json["output_tokens"] = review.output_tokens;
  json["cost_usd"] = review.cost_usd.has_value() ? Json(*review.cost_usd) : Json();
  json["not_reviewed"] = Json::array();
  for (const NotReviewed& item : review.not_reviewed) {
    json["not_reviewed"].push_back({{"element", item.element}, {"reason", item.reason}});
  }
  return json;
}

Json RowJson(const EvaluationReport& report, size_t index) {
  const LabelledRow& row = report.rows[index];
  Json json = {{"id", row.id},
               {"kind", row.IsChange() ? "change" : "field"},
               {"element", row.element},
               {"label", LabelOf(row)}};
  if (!row.note.empty()) json["note"] = row.note;
  for (const JudgeResult& result : report.results) {
    const RowVerdict& verdict = result.verdicts[index];
    Json judged = {{"verdict", VerdictOf(row, verdict)},
                   {"right", IsRight(row, verdict)},
                   {"reason", verdict.reason}};
    if (!verdict.answered) judged["answered"] = false;
    json[std::string(Name(result.judge))] = std::move(judged);
  }
  return json;
}

Json Number(const std::optional<double>& number) {
  return number.has_value() ? Json(*number) : Json();
}

Json ComparisonJson(const EvaluationComparison& comparison) {
  Json json = {{"file", comparison.earlier},
               {"settings", comparison.settings},
               {"figures", Json::array()},
               {"verdicts", Json::array()}};
  for (const FigureChange& change : comparison.figures) {
    json["figures"].push_back({{"mode", change.judge},
                               {"figure", change.figure},
                               {"earlier", Number(change.earlier)},
                               {"now", Number(change.now)}});
  }
  for (const VerdictChange& change : comparison.verdicts) {
    json["verdicts"].push_back({{"id", change.id},
                                {"mode", change.judge},
                                {"label", change.label},
                                {"earlier", change.earlier},
                                {"now", change.now}});
  }
  return json;
}

}  // namespace

Json EvaluationJson(const EvaluationReport& report) {
  Json json = ReportHead("eval", report.timestamp);
  json["set"] = report.set;
  json["set_sha256"] = report.set_hash;
  json["severity"] = Name(report.severity);
  json["min_confidence"] = Name(report.min_confidence);
  const JudgeResult* model = report.OfModel();
  json["model"] = model == nullptr ? Json() : Json(model->review.reviewer);
  json["prompts"] = model == nullptr ? Json() : Json(model->review.prompts);
  json["replayed"] = model != nullptr && model->review.replayed;
  json["modes"] = Json::object();
  for (const JudgeResult& result : report.results) {
    json["modes"][std::string(Name(result.judge))] = ModeJson(report.rows, result);
  }
  json["disagreements"] = Json::array();
  for (const size_t index : Disagreements(report)) {
    json["disagreements"].push_back(report.rows[index].id);
  }
  json["rows"] = Json::array();
  for (size_t i = 0; i < report.rows.size(); ++i) json["rows"].push_back(RowJson(report, i));
  json["notes"] = report.notes;
  return json;
}

std::string RenderEvaluationJson(const EvaluationReport& report) {
  Json json = EvaluationJson(report);
  if (report.comparison.has_value()) json["compared_with"] = ComparisonJson(*report.comparison);
  return Dump(json);
}

}  // namespace protowarden::report
