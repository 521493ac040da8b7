// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "analyzer/base/text.h"
#include "analyzer/report/evaluation_report.h"
#include "analyzer/report/review_text.h"
#include "analyzer/report/style.h"
#include "analyzer/report/text_layout.h"

namespace protowarden::report {
namespace {

constexpr double kPercent = 100;

std::string Share(const std::optional<double>& share) {
  return share.has_value() ? fmt::format("{:.3f}", *share) : "-";
}

std::string Percent(const Score& score) {
  return score.total == 0 ? "-" : fmt::format("{:.1f} %", score.Ratio() * kPercent);
}

std::string Cost(const ReviewSummary& review) {
  return review.cost_usd.has_value() ? fmt::format("${:.4f}", *review.cost_usd) : "unknown";
}

std::string Figure(const std::optional<double>& figure) {
  return figure.has_value() ? fmt::format("{:.6g}", *figure) : "unknown";
}

class EvaluationText {
 public:
  EvaluationText(const EvaluationReport& report, const TextOptions& options)
      : report_(report), options_(options), style_(options.color) {
    for (const JudgeResult& result : report.results) {
      scores_.push_back(ScoresOf(report.rows, result.verdicts));
    }
  }

  std::string Render() {
    AddHead();
    AddChanges();
    AddFields();
    AddCosts();
    if (report_.comparison.has_value()) AddComparison(*report_.comparison);
    if (options_.verbosity >= 0) AddDisagreements();
    AddNotes();
    return std::move(out_);
  }

 private:
  // `title` and the columns, then a line a judge.
  template <typename Cells>
  void AddTable(const std::string& title, const std::vector<std::string>& columns,
                const Cells& cells) {
    std::string head = fmt::format("{:<16}", title);
    for (const std::string& column : columns) head += fmt::format("  {:>11}", column);
    out_ += style_.Strong(head) + "\n";
    for (size_t i = 0; i < report_.results.size(); ++i) {
      const std::vector<std::string> row = cells(i);
      if (row.empty()) continue;
      out_ += fmt::format("  {:<14}", Name(report_.results[i].judge));
      for (const std::string& cell : row) out_ += fmt::format("  {:>11}", cell);
      out_ += "\n";
    }
    out_ += "\n";
  }

  void AddHead() {
    const EvaluationScores& rules = scores_.front();
    out_ +=
        fmt::format("{}  {}\n", style_.Strong("Evaluation"), style_.Faint(Printable(report_.set)));
    std::vector<std::string> parts;
    if (const size_t all = rules.changes.Total(); all > 0) {
      parts.push_back(fmt::format("{} ({} breaking)", Count(all, "change"),
                                  rules.changes.found + rules.changes.missed));
    }
    if (rules.levels.total > 0) {
      parts.push_back(fmt::format("{} ({} with personal data, {} HIGH)",
                                  Count(rules.levels.total, "field"),
                                  rules.fields.found + rules.fields.missed, rules.high.total));
    }
    out_ += fmt::format("  {}: {}\n", Count(report_.rows.size(), "row"), Join(parts, ", "));
    std::string counted = fmt::format("Findings count from {} on", Name(report_.severity));
    if (const JudgeResult* model = report_.OfModel()) {
      out_ += fmt::format("  Model: {}; prompts: {}{}\n", Printable(model->review.reviewer),
                          Printable(model->review.prompts),
                          model->review.replayed ? "; recorded answers only" : "");
      counted +=
          fmt::format(", those of the model from {} confidence on", Name(report_.min_confidence));
    }
    out_ += fmt::format("  {}.\n\n", counted);
  }

  void AddChanges() {
    if (scores_.front().changes.Total() == 0) return;
    AddTable("Changes", {"precision", "recall", "F1", "found", "false alarm", "missed"},
             [&](size_t i) -> std::vector<std::string> {
               const BinaryScore& score = scores_[i].changes;
               return {Share(score.Precision()),
                       Share(score.Recall()),
                       Share(score.F1()),
                       std::to_string(score.found),
                       std::to_string(score.false_alarms),
                       std::to_string(score.missed)};
             });
  }

  void AddFields() {
    if (scores_.front().levels.total == 0) return;
    AddTable("Personal data", {"precision", "recall", "F1", "level right", "HIGH recall"},
             [&](size_t i) -> std::vector<std::string> {
               const EvaluationScores& scores = scores_[i];
               return {Share(scores.fields.Precision()), Share(scores.fields.Recall()),
                       Share(scores.fields.F1()), Percent(scores.levels), Percent(scores.high)};
             });
  }

  void AddCosts() {
    if (report_.OfModel() == nullptr) return;
    AddTable("Model", {"no answer", "requests", "from cache", "tokens in", "tokens out", "cost"},
             [&](size_t i) -> std::vector<std::string> {
               if (report_.results[i].judge == Judge::kRules) return {};
               const ReviewSummary& review = report_.results[i].review;
               return {std::to_string(scores_[i].unanswered), std::to_string(review.requests),
                       std::to_string(review.cached_answers), std::to_string(review.input_tokens),
                       std::to_string(review.output_tokens),  Cost(review)};
             });
  }

  void AddComparison(const EvaluationComparison& comparison) {
    out_ += fmt::format("{}  {}\n", style_.Strong("Compared with"),
                        style_.Faint(Printable(comparison.earlier)));
    for (const std::string& line : comparison.settings) out_ += fmt::format("  {}\n", line);
    for (const FigureChange& change : comparison.figures) {
      std::string difference;
      if (change.earlier.has_value() && change.now.has_value()) {
        difference = fmt::format(" ({:+.6g})", *change.now - *change.earlier);
      }
      out_ += fmt::format("  {:<6} {:<24} {} -> {}{}\n", change.judge, change.figure,
                          Figure(change.earlier), Figure(change.now), difference);
    }
    for (const VerdictChange& change : comparison.verdicts) {
      out_ +=
          fmt::format("  {:<6} row {}: {} -> {} (label {})\n", change.judge, Printable(change.id),
                      Printable(change.earlier), Printable(change.now), Printable(change.label));
    }
    if (comparison.figures.empty() && comparison.verdicts.empty()) {
      out_ += "  Nothing differs.\n";
    }
    out_ += "\n";
  }

  void AddDisagreements() {
    const std::vector<size_t> indices = Disagreements(report_);
    if (indices.empty()) return;
    out_ += style_.Strong(fmt::format("Disagreements ({})", indices.size())) + "\n";
    for (const size_t index : indices) {
      const LabelledRow& row = report_.rows[index];
      out_ +=
          fmt::format("  {} {}: {} {}{}\n", style_.Strong(Printable(row.id)),
                      Printable(row.element), row.IsChange() ? "breaking" : "level", LabelOf(row),
                      row.note.empty() ? "" : fmt::format(" ({})", Printable(row.note)));
      for (const JudgeResult& result : report_.results) AddVerdict(row, index, result);
    }
    out_ += "\n";
  }

  void AddVerdict(const LabelledRow& row, size_t index, const JudgeResult& result) {
    static constexpr size_t kIndent = 19;
    const RowVerdict& verdict = result.verdicts[index];
    const std::string said(VerdictOf(row, verdict));
    const bool right = IsRight(row, verdict);
    std::string reason = verdict.answered ? "" : "The model gave no answer. ";
    reason += Printable(verdict.reason);
    const std::string padded = fmt::format("{:<7}", said);
    out_ += fmt::format("    {:<6} {} {}\n", Name(result.judge),
                        right ? style_.Good(padded) : style_.Bad(padded),
                        Wrap(reason, options_.width, kIndent, kIndent));
    while (out_.ends_with(" \n")) out_.erase(out_.size() - 2, 1);
  }

  void AddNotes() {
    std::vector<std::string> notes = report_.notes;
    for (const JudgeResult& result : report_.results) {
      if (result.judge == Judge::kRules) continue;
      for (const std::string& note : ReviewNotes(result.review)) {
        notes.push_back(fmt::format("{}: {}", Name(result.judge), note));
      }
    }
    for (const std::string& note : notes) {
      out_ += style_.Label("note: ") + Wrap(Printable(note), options_.width, 6, 6) + "\n";
    }
  }

  const EvaluationReport& report_;
  const TextOptions& options_;
  Style style_;
  std::vector<EvaluationScores> scores_;  // of the results, in their order
  std::string out_;
};

}  // namespace

std::vector<size_t> Disagreements(const EvaluationReport& report) {
  std::vector<size_t> indices;
  for (size_t i = 0; i < report.rows.size(); ++i) {
    const auto wrong = [&](const JudgeResult& result) {
      return !result.verdicts[i].answered || !IsRight(report.rows[i], result.verdicts[i]);
    };
    if (std::any_of(report.results.begin(), report.results.end(), wrong)) indices.push_back(i);
  }
  return indices;
}

std::string RenderEvaluationText(const EvaluationReport& report, const TextOptions& options) {
  return EvaluationText(report, options).Render();
}

}  // namespace protowarden::report
