// SPDX-License-Identifier: Apache-2.0
//
// The report of `protowarden eval`, and how it differs from an earlier one. Writers are pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/engine/evaluation.h"
#include "analyzer/report/report.h"

namespace protowarden::report {

// A figure of a judge in both reports; nullopt where there is none ("unknown").
struct FigureChange {
  std::string judge;
  std::string figure;  // "changes.recall"
  std::optional<double> earlier;
  std::optional<double> now;
};

// A row on which a judge has changed its mind.
struct VerdictChange {
  std::string id;
  std::string judge;
  std::string label;
  std::string earlier;
  std::string now;
};

struct EvaluationComparison {
  std::string earlier;  // where it was read from
  // What both were made with, as "model: A, now B"; only what differs.
  std::vector<std::string> settings;
  std::vector<FigureChange> figures;  // only those that differ
  std::vector<VerdictChange> verdicts;
};

struct EvaluationReport {
  std::string timestamp;                            // RFC 3339 UTC; empty when there is none
  std::string set;                                  // as it was named
  std::string set_hash;                             // SHA-256 over rows and schemas
  Severity severity = Severity::kMedium;            // findings below it do not count
  Confidence min_confidence = Confidence::kMedium;  // the same of a model's
  std::vector<LabelledRow> rows;
  std::vector<JudgeResult> results;  // the rules; with a model also the model alone, and both
  std::vector<std::string> notes;
  std::optional<EvaluationComparison> comparison;

  // The model's judgement; nullptr when none took part.
  [[nodiscard]] const JudgeResult* OfModel() const {
    return results.size() > 1 ? &results[1] : nullptr;
  }
};

// Rows that a judge got wrong, or did not judge.
[[nodiscard]] std::vector<size_t> Disagreements(const EvaluationReport& report);

// For people: tables, differences, disagreements. Verbosity -1 leaves out the disagreements.
[[nodiscard]] std::string RenderEvaluationText(const EvaluationReport& report,
                                               const TextOptions& options);
// For scripts, and for a later comparison. Ends with a newline.
[[nodiscard]] std::string RenderEvaluationJson(const EvaluationReport& report);

// `json` is what RenderEvaluationJson wrote earlier; `origin` names it. Fails with a usage error
// when it is something else, or was made with another set.
[[nodiscard]] Result<EvaluationComparison> CompareEvaluations(const EvaluationReport& now,
                                                              std::string_view json,
                                                              const std::string& origin);

}  // namespace protowarden::report
