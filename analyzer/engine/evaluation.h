// SPDX-License-Identifier: Apache-2.0
//
// A set of changes and fields that somebody has judged, and how the rules, a language model and
// both together do on it: plain data that owns itself, and scores. llm/evaluation reads sets,
// report writers show the result.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/finding.h"
#include "analyzer/engine/reviewer.h"
#include "analyzer/engine/sensitivity.h"
#include "analyzer/engine/verification.h"

namespace protowarden {

// One row: a change of an element, or a field that may hold personal data.
struct LabelledRow {
  std::string id;
  std::string element;  // full name
  // Paths relative to the set: both sides of a change, or the schema of a field.
  std::string before;
  std::string after;
  std::string schema;
  // The label: one of them.
  std::optional<bool> breaking;
  std::optional<Sensitivity> sensitivity;
  std::string note;
  size_t line = 0;  // of the set

  [[nodiscard]] bool IsChange() const { return breaking.has_value(); }
};

enum class Judge : uint8_t { kRules, kModel, kBoth };
// "rules", "llm", "both".
[[nodiscard]] std::string_view Name(Judge judge);

// What a judge makes of a row.
struct RowVerdict {
  bool breaking = false;                   // of a change: there is a finding that counts
  std::optional<Sensitivity> sensitivity;  // of a field; nullopt: nobody said anything
  bool answered = true;                    // false: the model was asked and gave no valid answer
  std::string reason;                      // of the finding or the level; may be empty
};

struct JudgeResult {
  Judge judge = Judge::kRules;
  std::vector<RowVerdict> verdicts;  // one a row, in their order
  ReviewSummary review;              // of the model; empty for kRules
};

// Found or not found. A ratio of nothing is nullopt.
struct BinaryScore {
  size_t found = 0;         // rightly
  size_t false_alarms = 0;  // found, but labelled harmless
  size_t missed = 0;
  size_t passed = 0;  // rightly not found

  [[nodiscard]] size_t Total() const { return found + false_alarms + missed + passed; }
  [[nodiscard]] std::optional<double> Precision() const;
  [[nodiscard]] std::optional<double> Recall() const;
  [[nodiscard]] std::optional<double> F1() const;
};

// What was not answered counts as not found, and a field without a level as wrong.
struct EvaluationScores {
  BinaryScore changes;
  BinaryScore fields;  // whether they hold personal data at all
  Score levels;        // fields with the very level of the label
  Score high;          // of the fields labelled HIGH
  size_t unanswered = 0;
};
[[nodiscard]] EvaluationScores ScoresOf(std::span<const LabelledRow> rows,
                                        std::span<const RowVerdict> verdicts);

[[nodiscard]] bool IsRight(const LabelledRow& row, const RowVerdict& verdict);

// "yes" and "no" for changes, levels for fields; "none" for a field without a level.
[[nodiscard]] std::string_view LabelOf(const LabelledRow& row);
[[nodiscard]] std::string_view VerdictOf(const LabelledRow& row, const RowVerdict& verdict);

// Whether a finding says that the element, or a member of it, breaks somebody.
[[nodiscard]] bool Concerns(const Finding& finding, std::string_view element);

}  // namespace protowarden
