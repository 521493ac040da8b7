// SPDX-License-Identifier: Apache-2.0
#include "analyzer/engine/evaluation.h"

namespace protowarden {
namespace {

std::optional<double> Ratio(size_t part, size_t whole) {
  if (whole == 0) return std::nullopt;
  return static_cast<double>(part) / static_cast<double>(whole);
}

void Add(bool expected, bool found, BinaryScore& score) {
  if (expected) {
    ++(found ? score.found : score.missed);
  } else {
    ++(found ? score.false_alarms : score.passed);
  }
}

}  // namespace

std::string_view Name(Judge judge) {
  switch (judge) {
    case Judge::kRules:
      return "rules";
    case Judge::kModel:
      return "llm";
    case Judge::kBoth:
      return "both";
  }
  return "";
}

std::optional<double> BinaryScore::Precision() const { return Ratio(found, found + false_alarms); }

std::optional<double> BinaryScore::Recall() const { return Ratio(found, found + missed); }

std::optional<double> BinaryScore::F1() const {
  return Ratio(2 * found, 2 * found + false_alarms + missed);
}

EvaluationScores ScoresOf(std::span<const LabelledRow> rows, std::span<const RowVerdict> verdicts) {
  EvaluationScores scores;
  for (size_t i = 0; i < rows.size() && i < verdicts.size(); ++i) {
    const LabelledRow& row = rows[i];
    const RowVerdict& verdict = verdicts[i];
    if (!verdict.answered) ++scores.unanswered;
    if (row.IsChange()) {
      Add(*row.breaking, verdict.breaking, scores.changes);
      continue;
    }
    Add(row.sensitivity > Sensitivity::kPublic,
        verdict.sensitivity.has_value() && *verdict.sensitivity > Sensitivity::kPublic,
        scores.fields);
    const size_t right = IsRight(row, verdict) ? 1 : 0;
    ++scores.levels.total;
    scores.levels.right += right;
    if (row.sensitivity != Sensitivity::kHigh) continue;
    ++scores.high.total;
    scores.high.right += right;
  }
  return scores;
}

bool IsRight(const LabelledRow& row, const RowVerdict& verdict) {
  return row.IsChange() ? verdict.breaking == *row.breaking
                        : verdict.sensitivity == row.sensitivity;
}

std::string_view LabelOf(const LabelledRow& row) {
  if (row.IsChange()) return *row.breaking ? "yes" : "no";
  return Name(row.sensitivity.value_or(Sensitivity::kPublic));
}

std::string_view VerdictOf(const LabelledRow& row, const RowVerdict& verdict) {
  if (row.IsChange()) return verdict.breaking ? "yes" : "no";
  return verdict.sensitivity.has_value() ? Name(*verdict.sensitivity) : "none";
}

bool Concerns(const Finding& finding, std::string_view element) {
  if (finding.concern != Concern::kCompatibility || !finding.is_breaking) return false;
  const std::string_view own = finding.element;
  return own.starts_with(element) && (own.size() == element.size() || own[element.size()] == '.');
}

}  // namespace protowarden
