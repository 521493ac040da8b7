// SPDX-License-Identifier: Apache-2.0
#include "analyzer/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "analyzer/report/acceptance_text.h"
#include "analyzer/report/listing.h"
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
      if (entry.IsAccepted()) {
        accepted_.push_back(&entry);
      } else if (options.verbosity > 0 || !IsHarmless(entry.finding)) {
        entries_.push_back(&entry);
      }
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
    if (options_.verbosity >= 0) AddAccepted();
    return std::move(out_);
  }

  std::string Render() {
    if (options_.verbosity < 0) return RenderEntries();
    AddDiagnostics();
    out_ = RenderEntries();
    AddIdleAcceptances();
    AddPolicyChanges();
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
  void AddAccepted();
  void AddIdleAcceptances();
  void AddPolicyChanges();
  void AddNotes();
  void AddSummary();
  void AddLabelled(std::string_view label, std::string_view text);
  [[nodiscard]] std::string Headline(const Counts& counts) const;
  [[nodiscard]] std::string Criteria() const;

  const Report& report_;
  const TextOptions& options_;
  std::vector<const Entry*> entries_;  // those that are shown at length
  std::vector<const Entry*> accepted_;
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
  for (const Entry* entry : accepted_) {
    const Finding& finding = entry->finding;
    const Location& place = PlaceOf(finding);
    out_ += style_.Faint(fmt::format("{}:{}: [accepted {}] {} {}", Printable(place.file),
                                     PositionOf(place), Name(finding.severity),
                                     Printable(finding.rule), Printable(finding.description))) +
            "\n";
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
  if (options_.verbosity > 0) AddLabelled("note:", "Fingerprint " + finding.fingerprint + ".");
  if (entry.acceptance.has_value()) AddLabelled("note:", AcceptanceText(*entry.acceptance));
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
    std::vector<std::string> notes = finding.notes;
    const std::optional<Acceptance>& acceptance = entries_[i]->acceptance;
    if (acceptance.has_value()) notes.push_back(AcceptanceText(*acceptance));
    for (const std::string& note : notes) {
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

// One line each: somebody has judged them already.
void TextReport::AddAccepted() {
  if (accepted_.empty()) return;
  out_ += style_.Strong("Accepted on purpose") + "\n\n";
  for (const Entry* entry : accepted_) {
    const Finding& finding = entry->finding;
    const Location& place = PlaceOf(finding);
    out_ += fmt::format(
        "{:{}}{}\n", "", kIndent,
        style_.Faint(fmt::format("{}:{}  {}  {}  {}: {} ({})", Printable(place.file),
                                 PositionOf(place), Name(finding.severity), Printable(finding.rule),
                                 Printable(finding.element), Printable(entry->acceptance->reason),
                                 Printable(OriginText(*entry->acceptance)))));
  }
  out_ += "\n";
}

void TextReport::AddIdleAcceptances() {
  if (report_.idle_acceptances.empty()) return;
  out_ += style_.Strong("Acceptances that do nothing") + "\n\n";
  for (const IdleAcceptance& idle : report_.idle_acceptances) {
    const std::string text =
        fmt::format("{}  {}  ({}): {}", Name(idle.why), Printable(TargetText(idle.acceptance)),
                    Printable(OriginText(idle.acceptance)), Printable(idle.explanation));
    out_ += fmt::format("{:{}}{}\n", "", kIndent, Wrap(text, width_, kIndent, 2 * kIndent));
  }
  out_ += "\n";
}

void TextReport::AddPolicyChanges() {
  if (report_.policy_changes.empty()) return;
  out_ += style_.Strong("Changes of what the gate lets through") + "\n\n";
  for (const PolicyChange& change : report_.policy_changes) {
    const std::string text =
        fmt::format("{}: {}{}", Printable(change.file), Printable(change.description),
                    change.needs_review ? " Needs a reviewer." : "");
    out_ += fmt::format("{:{}}{}\n", "", kIndent, Wrap(text, width_, kIndent, 2 * kIndent));
  }
  out_ += "\n";
}

void TextReport::AddNotes() {
  static constexpr std::string_view kLabel = "note: ";
  for (const std::string& note : report_.notes) {
    out_ += fmt::format("{} {}\n", style_.Label("note:"),
                        Wrap(Printable(note), width_, kLabel.size(), kLabel.size()));
  }
  if (!report_.notes.empty()) out_ += "\n";
}

// "2 breaking changes (2 HIGH), 1 accepted"
std::string TextReport::Headline(const Counts& counts) const {
  const bool clean = counts.Open() == 0 && report_.diagnostics.empty();
  std::string headline = CountsText(counts);
  headline = clean ? style_.Good(headline) : style_.Strong(headline);
  std::vector<std::string> severities;
  for (const Severity severity : kWorstFirst) {
    const size_t count = counts.by_severity.at(static_cast<size_t>(severity));
    if (count == 0) continue;
    severities.push_back(
        style_.InColorOf(severity, fmt::format("{} {}", Thousands(count), Name(severity))));
  }
  if (!severities.empty()) headline += fmt::format(" ({})", Join(severities, ", "));
  if (counts.accepted > 0) headline += fmt::format(", {} accepted", Thousands(counts.accepted));
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
  if (report_.pii.has_value() && report_.pii->fields > 0) {
    out_ += fmt::format("Personal data{}: {} of {} fields, {} of them without annotation.\n",
                        report_.pii_of_all ? "" : " in the files compared",
                        Thousands(report_.pii->pii_fields), Thousands(report_.pii->fields),
                        Thousands(report_.pii->unannotated));
  }
  const Counts counts = CountsOf(report_);
  const bool clean = counts.Open() == 0 && report_.diagnostics.empty();
  out_ +=
      fmt::format("{}{} {}.\n", Headline(counts), clean ? ":" : ";", Printable(FilesText(report_)));
  if (counts.harmless > 0) {
    out_ += fmt::format("{}{}.\n", Count(counts.harmless, "harmless change"),
                        options_.verbosity > 0 ? "" : " (`protowarden changelog` lists them)");
  }
  const auto fixable = std::count_if(entries_.begin(), entries_.end(), [](const Entry* entry) {
    return entry->finding.repair != Repair::kNone && entry->finding.repair != Repair::kRestore;
  });
  if (fixable > 0 && report_.command == "check") {
    out_ += fmt::format("`protowarden check --fix` makes a patch for {}.\n",
                        Count(static_cast<size_t>(fixable), "of them", "of them"));
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
