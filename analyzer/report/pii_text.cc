// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "analyzer/base/text.h"
#include "analyzer/report/pii_report.h"
#include "analyzer/report/style.h"
#include "analyzer/report/text_layout.h"
#include "analyzer/report/verdict.h"

namespace protowarden::report {
namespace {

constexpr std::array<Sensitivity, 4> kWorstFirst = {Sensitivity::kHigh, Sensitivity::kMedium,
                                                    Sensitivity::kLow, Sensitivity::kPublic};
constexpr size_t kBarWidth = 24;

std::string TypesOf(const FieldRecord& record) {
  return record.pii_types.empty() ? "-" : Join(record.pii_types, ", ");
}

std::string OtherView(const FieldRecord& record) {
  const Disagreement& other = *record.disagreement;
  return fmt::format("the classifier alone would say {}{}{}", Name(other.sensitivity),
                     other.reason.empty() ? "" : ": ", Printable(other.reason));
}

class PiiText {
 public:
  PiiText(const PiiReport& report, const TextOptions& options)
      : report_(report),
        options_(options),
        style_(options.color),
        totals_(TotalsOf(report.inventory)) {}

  std::string Render() {
    if (options_.verbosity < 0) {
      if (!report_.compared) AddLines();
      out_ += RenderFindings(report_.findings, options_);
      return std::move(out_);
    }
    AddDiagnostics();
    AddTotals();
    AddFields(Sensitivity::kHigh);
    if (options_.verbosity > 0) {
      AddFields(Sensitivity::kMedium);
      AddFields(Sensitivity::kLow);
    }
    AddMethods();
    AddRegulations();
    out_ += RenderSuggestions(report_.suggestions, options_);
    if (report_.compared) {
      AddChanges();
    } else {
      AddFindings();
    }
    AddNotes();
    AddVerdict();
    return std::move(out_);
  }

 private:
  void AddLines() {
    for (const FieldRecord& record : report_.inventory.fields) {
      if (record.sensitivity == Sensitivity::kPublic) continue;
      out_ += fmt::format("{}:{}: [{}] {} {}\n", Printable(record.location.file),
                          std::max(record.location.span.line, 1), Name(record.sensitivity),
                          TypesOf(record), Printable(record.element));
    }
  }

  void AddDiagnostics() {
    for (const schema::Diagnostic& diagnostic : report_.diagnostics) {
      out_ += fmt::format("{} {}\n", style_.Bad("Could not be analysed:"),
                          Printable(ToString(diagnostic)));
    }
    if (!report_.diagnostics.empty()) out_ += "\n";
  }

  void AddTotals() {
    out_ += fmt::format("{}  {}\n\n", style_.Strong("Personal data"),
                        style_.Faint(Printable(report_.head)));
    out_ += fmt::format(
        "  Total fields analysed: {}\n  Fields with personal data: {}\n"
        "  Of these without annotation: {}\n\n",
        Thousands(totals_.fields), Thousands(totals_.pii_fields), Thousands(totals_.unannotated));
    const size_t most = std::max<size_t>(totals_.fields, 1);
    for (const Sensitivity level : kWorstFirst) {
      const size_t count = totals_.by_level[static_cast<size_t>(level)];
      const size_t bar = (count * kBarWidth + most - 1) / most;
      out_ += fmt::format("  {:<6} {:>8}  {}\n", Name(level), Thousands(count),
                          style_.InColorOf(SeverityOf(level), std::string(bar, '#')));
    }
    out_ += "\n";
  }

  void AddFields(Sensitivity level) {
    size_t width = 0;
    std::vector<const FieldRecord*> records;
    for (const FieldRecord& record : report_.inventory.fields) {
      if (record.sensitivity != level) continue;
      records.push_back(&record);
      width = std::max(width, DisplayWidth(TypesOf(record)));
    }
    if (records.empty()) return;
    out_ += fmt::format("{} ({})\n", style_.InColorOf(SeverityOf(level), Name(level)),
                        Thousands(records.size()));
    const std::string* file = nullptr;
    for (const FieldRecord* record : records) {
      if (file == nullptr || *file != record->location.file) {
        file = &record->location.file;
        out_ += fmt::format("  {}\n", style_.Strong(Printable(*file)));
      }
      out_ +=
          fmt::format("    {:<{}}  {}{}\n", TypesOf(*record), width, Printable(record->field_path),
                      record->annotated ? "" : style_.Faint("  (not annotated)"));
      if (!record->reason.empty()) {
        out_ += fmt::format("    {:<{}}  {}\n", "", width, style_.Faint(Printable(record->reason)));
      }
      if (record->disagreement.has_value()) {
        out_ += fmt::format("    {:<{}}  {}\n", "", width, style_.Faint(OtherView(*record)));
      }
    }
    out_ += "\n";
  }

  void AddMethods() {
    std::vector<const MethodRecord*> high;
    for (const MethodRecord& record : report_.inventory.methods) {
      if (record.sensitivity == Sensitivity::kHigh) high.push_back(&record);
    }
    if (high.empty()) return;
    out_ += style_.Strong("Methods that carry HIGH data") + "\n";
    static constexpr size_t kShown = 20;
    for (size_t i = 0; i < high.size(); ++i) {
      if (i == kShown && options_.verbosity == 0) {
        out_ += fmt::format("  and {} more (-v lists them)\n", Thousands(high.size() - i));
        break;
      }
      out_ += fmt::format("  {}\n", Printable(high[i]->method_path));
    }
    out_ += "\n";
  }

  void AddRegulations() {
    std::map<std::string, size_t> counts;
    for (const FieldRecord& record : report_.inventory.fields) {
      for (const std::string& regulation : record.regulations) ++counts[regulation];
    }
    if (counts.empty()) return;
    out_ += style_.Strong("By regulation") + "\n";
    for (const auto& [regulation, count] : counts) {
      out_ += fmt::format("  {:<12} {}\n", regulation, Count(count, "field"));
    }
    out_ += "\n";
  }

  void AddChanges() {
    out_ += fmt::format("{}  {}\n\n", style_.Strong("What the change brings"),
                        style_.Faint("compared with " + Printable(report_.findings.base)));
    out_ += report_.findings.entries.empty() ? "  Nothing that concerns personal data.\n\n"
                                             : RenderFindings(report_.findings, options_);
  }

  // Some findings of each rule; all of them with -v.
  void AddFindings() {
    std::map<std::string_view, std::vector<const Finding*>> by_rule;
    for (const Entry& entry : report_.findings.entries) {
      by_rule[entry.finding.rule].push_back(&entry.finding);
    }
    if (by_rule.empty()) return;
    out_ += style_.Strong("Findings") + "\n";
    static constexpr size_t kShown = 5;
    for (const auto& [rule, findings] : by_rule) {
      out_ += fmt::format("  {} ({})\n", style_.Strong(rule), Thousands(findings.size()));
      for (size_t i = 0; i < findings.size(); ++i) {
        if (i == kShown && options_.verbosity == 0) {
          out_ += fmt::format("    and {} more (-v lists them)\n", Thousands(findings.size() - i));
          break;
        }
        const Finding& finding = *findings[i];
        const std::string place = fmt::format("    {}:{}  ", Printable(finding.location.file),
                                              std::max(finding.location.span.line, 1));
        static constexpr size_t kIndent = 6;
        const size_t used = DisplayWidth(place) + Name(finding.severity).size() + 2;
        out_ += fmt::format("{}{}  {}\n", place, style_.Badge(finding.severity),
                            Wrap(Printable(finding.description), options_.width, used, kIndent));
      }
    }
    out_ += "\n";
  }

  void AddVerdict() {
    if (!report_.gated) return;
    const Report& run = report_.findings;
    out_ += fmt::format("{} about personal data.\n", Count(run.entries.size(), "finding")) +
            VerdictText(run,
                        fmt::format("fails on {} and above",
                                    Name(run.gate.ThresholdOf("", category::kPii))),
                        style_);
  }

  void AddNotes() {
    for (const std::string& note : report_.notes) {
      out_ += style_.Label("note: ") + Wrap(Printable(note), options_.width, 6, 6) + "\n";
    }
  }

  const PiiReport& report_;
  const TextOptions& options_;
  Style style_;
  PiiTotals totals_;
  std::string out_;
};

}  // namespace

std::string RenderPiiText(const PiiReport& report, const TextOptions& options) {
  return PiiText(report, options).Render();
}

}  // namespace protowarden::report
