// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/pii_verification.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "analyzer/base/text.h"
#include "analyzer/report/json_values.h"
#include "analyzer/report/style.h"
#include "analyzer/report/text_layout.h"

namespace protowarden::report {
namespace {

constexpr std::array<Sensitivity, 4> kLevels = {Sensitivity::kPublic, Sensitivity::kLow,
                                                Sensitivity::kMedium, Sensitivity::kHigh};
constexpr double kPercent = 100;

// Four decimals, so that reports do not differ in noise.
double Rounded(double share) {
  static constexpr double kTenThousand = 10000;
  return std::round(share * kTenThousand) / kTenThousand;
}

class VerificationText {
 public:
  VerificationText(const VerificationReport& report, const TextOptions& options)
      : report_(report), options_(options), style_(options.color) {}

  std::string Render() {
    for (const schema::Diagnostic& diagnostic : report_.diagnostics) {
      out_ += fmt::format("{} {}\n", style_.Bad("Could not be analysed:"),
                          Printable(ToString(diagnostic)));
    }
    if (options_.verbosity >= 0) {
      AddScores();
      AddMatrix();
    }
    AddMistakes();
    if (options_.verbosity >= 0) AddVerdict();
    return std::move(out_);
  }

 private:
  void AddScore(const char* what, const Score& score) {
    if (score.total == 0) return;
    out_ += fmt::format("  {:<15} {:>5} of {:<5} {:5.1f} %\n", what, score.right, score.total,
                        score.Ratio() * kPercent);
  }

  void AddScores() {
    const Verification& verified = report_.verification;
    std::vector<std::string> names;
    for (const std::string& name : report_.references) names.push_back(Printable(name));
    out_ += fmt::format(
        "{}  {}\n\n", style_.Strong("Verification"),
        style_.Faint(fmt::format("{} against {}", Printable(report_.head), Join(names, ", "))));
    AddScore("Fields right", verified.fields);
    AddScore("Types right", verified.types);
    AddScore("Messages right", verified.messages);
    AddScore("Methods right", verified.methods);
    if (verified.fields.total != 0) {
      out_ += fmt::format(
          "  Personal data or not: precision {:.3f}, recall {:.3f}, F1 {:.3f}; recall of HIGH "
          "{:.3f}\n",
          verified.Precision().Ratio(), verified.Recall().Ratio(), verified.F1(),
          verified.HighRecall().Ratio());
    }
    if (verified.left_open != 0) {
      out_ += fmt::format("  Not in the reference: {}\n", Count(verified.left_open, "field"));
    }
    out_ += "\n";
  }

  void AddMatrix() {
    const auto& confusion = report_.verification.confusion;
    if (report_.verification.fields.total == 0) return;
    const bool missing = std::any_of(confusion.begin(), confusion.end(),
                                     [](const auto& row) { return row.front() != 0; });
    out_ += style_.Strong("Reference (rows) and classification (columns)") + "\n";
    out_ += fmt::format("  {:<8}", "");
    for (const Sensitivity level : kLevels) out_ += fmt::format(" {:>8}", Name(level));
    if (missing) out_ += fmt::format(" {:>8}", "missing");
    out_ += "\n";
    for (const Sensitivity expected : kLevels) {
      const auto& row = confusion.at(static_cast<size_t>(expected));
      out_ += fmt::format("  {:<8}", Name(expected));
      for (const Sensitivity found : kLevels) {
        out_ += fmt::format(" {:>8}", row.at(static_cast<size_t>(found)));
      }
      if (missing) out_ += fmt::format(" {:>8}", row.front());
      out_ += "\n";
    }
    out_ += "\n";
  }

  void AddMistakes() {
    for (const Mistake& mistake : report_.verification.mistakes) {
      const std::string place = mistake.location.file.empty()
                                    ? std::string()
                                    : fmt::format("{}:{}: ", Printable(mistake.location.file),
                                                  std::max(mistake.location.span.line, 1));
      std::string line = fmt::format("{}{} {}: reference {}, ", place, mistake.kind,
                                     Printable(mistake.element), Printable(mistake.expected));
      line += mistake.found.empty() ? "not in the schema"
                                    : fmt::format("found {}", Printable(mistake.found));
      if (!mistake.reason.empty() && !mistake.found.empty()) {
        line += fmt::format(" ({})", Printable(mistake.reason));
      }
      out_ += line + "\n";
    }
    if (!report_.verification.mistakes.empty() && options_.verbosity >= 0) out_ += "\n";
  }

  void AddVerdict() {
    for (const std::string& note : report_.notes) {
      out_ += style_.Label("note: ") + Wrap(Printable(note), options_.width, 6, 6) + "\n";
    }
    const std::string wanted = fmt::format("{:.1f} %", report_.min_accuracy * kPercent);
    out_ += report_.passed
                ? style_.Good("passed") + ": at least " + wanted + " right\n"
                : style_.Bad("failed") + ": fields, messages and methods must each reach " +
                      wanted + " (--min-accuracy)\n";
  }

  const VerificationReport& report_;
  const TextOptions& options_;
  Style style_;
  std::string out_;
};

Json ScoreJson(const Score& score) {
  return {{"right", score.right}, {"total", score.total}, {"accuracy", Rounded(score.Ratio())}};
}

Json MistakeJson(const Mistake& mistake) {
  Json json = {{"kind", mistake.kind},
               {"element", mistake.element},
               {"expected", mistake.expected},
               {"found", mistake.found.empty() ? Json() : Json(mistake.found)},
               {"reason", mistake.reason}};
  const bool known = !mistake.location.file.empty();
  json["file"] = known ? Json(mistake.location.file) : Json();
  json["line"] = known ? Json(OrFirst(mistake.location.span.line)) : Json();
  return json;
}

}  // namespace

std::string RenderVerificationText(const VerificationReport& report, const TextOptions& options) {
  return VerificationText(report, options).Render();
}

std::string RenderVerificationJson(const VerificationReport& report) {
  const Verification& verified = report.verification;
  Json confusion = Json::object();
  for (const Sensitivity expected : kLevels) {
    const auto& row = verified.confusion.at(static_cast<size_t>(expected));
    Json cells = Json::object();
    for (const Sensitivity found : kLevels) {
      cells[std::string(Name(found))] = row.at(static_cast<size_t>(found));
    }
    cells["missing"] = row.front();
    confusion[std::string(Name(expected))] = std::move(cells);
  }
  Json json = ReportHead("pii --verify", report.timestamp);
  json["head"] = report.head;
  json["references"] = report.references;
  json["accuracy"] = Rounded(verified.fields.Ratio());
  json["min_accuracy"] = report.min_accuracy;
  json["passed"] = report.passed;
  json["fields"] = ScoreJson(verified.fields);
  json["types"] = ScoreJson(verified.types);
  json["messages"] = ScoreJson(verified.messages);
  json["methods"] = ScoreJson(verified.methods);
  json["precision"] = Rounded(verified.Precision().Ratio());
  json["recall"] = Rounded(verified.Recall().Ratio());
  json["f1"] = Rounded(verified.F1());
  json["high_recall"] = Rounded(verified.HighRecall().Ratio());
  json["left_open"] = verified.left_open;
  json["confusion"] = std::move(confusion);
  json["mistakes"] = Json::array();
  for (const Mistake& mistake : verified.mistakes) json["mistakes"].push_back(MistakeJson(mistake));
  json["notes"] = report.notes;
  json["errors"] = Json::array();
  for (const auto& diagnostic : report.diagnostics) json["errors"].push_back(Problem(diagnostic));
  return Dump(json);
}

}  // namespace protowarden::report
