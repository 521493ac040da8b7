// SPDX-License-Identifier: Apache-2.0
#include "analyzer/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

#include "analyzer/report/report.h"
#include "analyzer/report/source_block.h"
#include "analyzer/report/style.h"
#include "analyzer/report/text_layout.h"
#include "analyzer/report/verdict.h"

namespace protowarden::report {
namespace {

// Above this many findings: one line each, and every rule explained once at the end.
constexpr size_t kLongFormLimit = 50;
constexpr size_t kIndent = 2;
constexpr size_t kSourceIndent = 4;
constexpr size_t kLabelWidth = 8;  // "Breaks: "
constexpr size_t kMinimumWidth = 40;
constexpr std::array<Severity, 5> kWorstFirst = {
    Severity::kCritical, Severity::kHigh, Severity::kMedium, Severity::kLow, Severity::kNone};

// A finding whose file is gone is shown at its old place.
const Location& PlaceOf(const Finding& finding) {
  return finding.location.file.empty() ? finding.against : finding.location;
}

std::string PositionOf(const Location& place) {
  return fmt::format("{}:{}", std::max(place.span.line, 1), std::max(place.span.column, 1));
}

// Impact and remedy of a finding: printed once where several findings share them.
using Explanation = std::tuple<std::string_view, std::string_view, std::string_view>;
Explanation ExplanationOf(const Finding& finding) {
  return {finding.rule, finding.impact, finding.recommendation};
}

class TextReport {
 public:
  TextReport(const Report& report, const TextOptions& options)
      : report_(report),
        options_(options),
        style_(options.color),
        width_(std::max(options.width, kMinimumWidth)) {
    for (const Entry& entry : report.entries) {
      if (options.verbosity > 0 || !IsHarmless(entry.finding)) entries_.push_back(&entry);
    }
  }

  std::string RenderEntries() {
    if (options_.verbosity < 0) {
      AddQuietLines();
    } else if (entries_.size() > kLongFormLimit && options_.verbosity == 0) {
      AddList();
      AddRuleExplanations();
    } else {
      AddFindings();
    }
    return std::move(out_);
  }

  std::string Render() {
    if (options_.verbosity < 0) return RenderEntries();
    AddDiagnostics();
    out_ = RenderEntries();
    AddNotes();
    AddSummary();
    return std::move(out_);
  }

 private:
  void AddQuietLines();
  void AddDiagnostics();
  void AddFindings();
  void AddFinding(const Entry& entry);
  void AddFileHeader(const Finding& finding);
  void AddList();
  void AddListOf(size_t first, size_t end);
  void AddRuleExplanations();
  void AddExplanation(const Finding& finding);
  void AddNotes();
  void AddSummary();
  void AddLabelled(std::string_view label, std::string_view text);
  [[nodiscard]] std::string FilesCompared() const;
  [[nodiscard]] std::string CountsBySeverity() const;
  [[nodiscard]] size_t Breaking() const;
  [[nodiscard]] size_t Privacy() const;
  [[nodiscard]] std::string Headline() const;
  [[nodiscard]] std::string Criteria() const;

  const Report& report_;
  const TextOptions& options_;
  std::vector<const Entry*> entries_;  // those that are shown
  Style style_;
  size_t width_;
  std::string out_;
  std::set<Explanation> explained_;
};

void TextReport::AddQuietLines() {
  for (const schema::Diagnostic& diagnostic : report_.diagnostics) {
    out_ += fmt::format("{}:{}:{}: [ERROR] {}\n", Printable(diagnostic.file),
                        std::max(diagnostic.line, 1), std::max(diagnostic.column, 1),
                        Printable(diagnostic.message));
  }
  for (const Entry* entry : entries_) {
    const Finding& finding = entry->finding;
    const Location& place = PlaceOf(finding);
    out_ += fmt::format("{}:{}: [{}] {} {}\n", Printable(place.file), PositionOf(place),
                        style_.Badge(finding.severity), Printable(finding.rule),
                        Printable(finding.description));
  }
}

void TextReport::AddDiagnostics() {
  if (report_.diagnostics.empty()) return;
  out_ += style_.Bad("Could not be analysed") + "\n\n";
  for (const schema::Diagnostic& diagnostic : report_.diagnostics) {
    const schema::Diagnostic place{diagnostic.file, diagnostic.line, diagnostic.column, ""};
    const std::string at = Printable(ToString(place));
    out_ += fmt::format(
        "{:{}}{}{}\n", "", kIndent, style_.Strong(at),
        Wrap(Printable(diagnostic.message), width_, kIndent + DisplayWidth(at), 2 * kIndent));
  }
  out_ += "\n";
}

void TextReport::AddFileHeader(const Finding& finding) {
  out_ += style_.Strong(Printable(PlaceOf(finding).file));
  if (finding.location.file.empty()) out_ += style_.Faint(" (deleted)");
  out_ += "\n";
}

void TextReport::AddFindings() {
  const Location* previous = nullptr;
  for (const Entry* entry : entries_) {
    const Location& place = PlaceOf(entry->finding);
    if (previous == nullptr || previous->file != place.file) {
      AddFileHeader(entry->finding);
      out_ += "\n";
    }
    previous = &place;
    AddFinding(*entry);
  }
}

void TextReport::AddFinding(const Entry& entry) {
  const Finding& finding = entry.finding;
  const Location& place = PlaceOf(finding);
  out_ += fmt::format("{:{}}{}:{}  {}  {}", "", kIndent, Printable(place.file), PositionOf(place),
                      style_.Badge(finding.severity), style_.Strong(Printable(finding.rule)));
  if (!finding.element.empty()) out_ += "  " + style_.Faint(Printable(finding.element));
  out_ += fmt::format("\n{:{}}{}\n\n", "", kIndent,
                      Wrap(Printable(finding.description), width_, kIndent, kIndent));
  const std::string source = RenderSource(entry, style_, kSourceIndent, width_);
  if (!source.empty()) out_ += source + "\n";
  const bool first = explained_.insert(ExplanationOf(finding)).second;
  const size_t before = out_.size();
  if (first || options_.verbosity > 0) AddExplanation(finding);
  for (const std::string& note : finding.notes) AddLabelled("note:", note);
  if (out_.size() > before) out_ += "\n";
}

void TextReport::AddExplanation(const Finding& finding) {
  AddLabelled(finding.concern == Concern::kPrivacy ? "Risk:" : "Breaks:", finding.impact);
  AddLabelled("Fix:", finding.recommendation);
}

void TextReport::AddLabelled(std::string_view label, std::string_view text) {
  if (text.empty()) return;
  const size_t indent = kIndent + kLabelWidth;
  out_ += fmt::format("{:{}}{}{:{}}{}\n", "", kIndent, style_.Label(label), "",
                      kLabelWidth - label.size(), Wrap(Printable(text), width_, indent, indent));
}

// One line a finding, for runs with many of them.
void TextReport::AddList() {
  for (size_t first = 0; first < entries_.size();) {
    size_t end = first + 1;
    while (end < entries_.size() &&
           PlaceOf(entries_[end]->finding).file == PlaceOf(entries_[first]->finding).file) {
      ++end;
    }
    AddFileHeader(entries_[first]->finding);
    AddListOf(first, end);
    out_ += "\n";
    first = end;
  }
}

void TextReport::AddListOf(size_t first, size_t end) {
  size_t position_width = 0;
  size_t severity_width = 0;
  size_t rule_width = 0;
  for (size_t i = first; i < end; ++i) {
    const Finding& finding = entries_[i]->finding;
    position_width = std::max(position_width, PositionOf(PlaceOf(finding)).size());
    severity_width = std::max(severity_width, Name(finding.severity).size());
    rule_width = std::max(rule_width, DisplayWidth(Printable(finding.rule)));
  }
  for (size_t i = first; i < end; ++i) {
    const Finding& finding = entries_[i]->finding;
    const std::string position = PositionOf(PlaceOf(finding));
    const std::string rule = Printable(finding.rule);
    out_ += fmt::format("{:{}}{}{:{}}  {}{:{}}  {}{:{}}  {}\n", "", kIndent, style_.Faint(position),
                        "", position_width - position.size(), style_.Badge(finding.severity), "",
                        severity_width - Name(finding.severity).size(), rule, "",
                        rule_width - DisplayWidth(rule), Printable(finding.description));
    for (const std::string& note : finding.notes) {
      out_ += fmt::format("{:{}}{} {}\n", "", kIndent + position_width + 2, style_.Label("note:"),
                          Printable(note));
    }
  }
}

// Each rule once, worst and most frequent first.
void TextReport::AddRuleExplanations() {
  struct RuleCount {
    Severity severity = Severity::kNone;
    size_t count = 0;
    std::vector<const Finding*> variants;  // one for each different explanation
  };
  static constexpr size_t kMostVariants = 3;
  std::map<std::string_view, RuleCount> by_rule;
  for (const Entry* entry : entries_) {
    const Finding& finding = entry->finding;
    RuleCount& rule = by_rule[finding.rule];
    rule.severity = std::max(rule.severity, finding.severity);
    ++rule.count;
    if (explained_.insert(ExplanationOf(finding)).second && rule.variants.size() < kMostVariants) {
      rule.variants.push_back(&finding);
    }
  }
  std::vector<std::pair<std::string_view, RuleCount>> sorted(by_rule.begin(), by_rule.end());
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return std::tie(b.second.severity, b.second.count) <
           std::tie(a.second.severity, a.second.count);
  });
  out_ += style_.Strong("What breaks, and how to fix it") + "\n\n";
  for (const auto& [id, rule] : sorted) {
    out_ += fmt::format("{:{}}{}  {}  {}\n", "", kIndent, style_.Badge(rule.severity),
                        style_.Strong(Printable(id)), style_.Faint(Count(rule.count, "finding")));
    for (const Finding* variant : rule.variants) AddExplanation(*variant);
    out_ += "\n";
  }
}

void TextReport::AddNotes() {
  static constexpr std::string_view kLabel = "note: ";
  for (const std::string& note : report_.notes) {
    out_ += fmt::format("{} {}\n", style_.Label("note:"),
                        Wrap(Printable(note), width_, kLabel.size(), kLabel.size()));
  }
  if (!report_.notes.empty()) out_ += "\n";
}

size_t TextReport::Breaking() const {
  return static_cast<size_t>(
      std::count_if(entries_.begin(), entries_.end(),
                    [](const Entry* entry) { return entry->finding.is_breaking; }));
}

// "1 CRITICAL, 2 HIGH"
std::string TextReport::CountsBySeverity() const {
  std::vector<std::string> counts;
  for (const Severity severity : kWorstFirst) {
    const auto count = std::count_if(entries_.begin(), entries_.end(), [severity](const Entry* e) {
      return e->finding.severity == severity;
    });
    if (count == 0) continue;
    counts.push_back(style_.InColorOf(
        severity, fmt::format("{} {}", Thousands(static_cast<size_t>(count)), Name(severity))));
  }
  return Join(counts, ", ");
}

// "3 of 1,204 files compared with commit 1a2b3c4"
std::string TextReport::FilesCompared() const {
  const size_t compared = report_.proto_files.size();
  const std::string base = Printable(report_.base);
  const std::string total = Thousands(report_.files_total);
  if (compared == 0) {
    return report_.files_total == 1
               ? "the only file is the same as in " + base
               : fmt::format("all {} files are the same as in {}", total, base);
  }
  // Deleted files count as compared but are no longer among the files.
  if (compared > report_.files_total) {
    return fmt::format("{} {} compared with {}", Thousands(compared),
                       compared == 1 ? "file" : "files", base);
  }
  return fmt::format("{} of {} {} compared with {}", Thousands(compared), total,
                     report_.files_total == 1 ? "file" : "files", base);
}

size_t TextReport::Privacy() const {
  return static_cast<size_t>(std::count_if(
      entries_.begin(), entries_.end(),
      [](const Entry* entry) { return entry->finding.concern == Concern::kPrivacy; }));
}

// "2 breaking changes, 1 finding about personal data and 1 change that breaks nobody"
std::string TextReport::Headline() const {
  const size_t breaking = Breaking();
  const size_t privacy = Privacy();
  const size_t rest = entries_.size() - breaking - privacy;
  std::string headline = breaking == 0 ? "No breaking changes found"
                                       : fmt::format("{} breaking {}", Thousands(breaking),
                                                     breaking == 1 ? "change" : "changes");
  headline = style_.Strong(headline);
  if (privacy > 0) {
    headline += fmt::format("{} {} about personal data", rest > 0 ? "," : " and",
                            Count(privacy, "finding"));
  }
  if (rest > 0) {
    headline += fmt::format(" and {} that {} nobody", Count(rest, "change"),
                            rest == 1 ? "breaks" : "break");
  }
  if (!entries_.empty()) headline += fmt::format(" ({})", CountsBySeverity());
  return headline;
}

std::string TextReport::Criteria() const {
  if (!report_.diagnostics.empty()) {
    return Count(report_.diagnostics.size(), "problem kept", "problems kept") +
           " the schema from being analysed in full";
  }
  return GateText(report_.gate);
}

void TextReport::AddSummary() {
  if (report_.pii.has_value()) {
    out_ += fmt::format("Personal data: {} of {} fields, {} of them without annotation.\n",
                        Thousands(report_.pii->pii_fields), Thousands(report_.pii->fields),
                        Thousands(report_.pii->unannotated));
  }
  const bool clean = entries_.empty() && report_.diagnostics.empty();
  out_ += fmt::format("{}{} {}.\n", clean ? style_.Good("No breaking changes") : Headline(),
                      clean ? ":" : ";", FilesCompared());
  const size_t harmless = report_.entries.size() - entries_.size();
  if (harmless > 0) {
    out_ += fmt::format("{} (`protowarden changelog` lists them).\n",
                        Count(harmless, "harmless change"));
  }
  if (clean && report_.gate.mode() == GateMode::kEnforce) {
    out_ += fmt::format("can_deploy: {}\n", style_.Good("yes"));
  } else {
    out_ += VerdictText(report_, Criteria(), style_);
  }
}

}  // namespace

std::string RenderText(const Report& report, const TextOptions& options) {
  return TextReport(report, options).Render();
}

std::string RenderFindings(const Report& report, const TextOptions& options) {
  return TextReport(report, options).RenderEntries();
}

}  // namespace protowarden::report
