// SPDX-License-Identifier: Apache-2.0
#include "plugins/protoc/build_messages.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "analyzer/base/text.h"
#include "plugins/app/analyze.h"

namespace protowarden::protoc {
namespace {

constexpr size_t kMostErrors = 50;
constexpr size_t kMostWarnings = 20;

std::string PlaceOf(const Finding& finding) {
  // What is gone is shown at its old place.
  const Location& at = finding.location.file.empty() ? finding.against : finding.location;
  if (!at.span.known()) return Printable(at.file);
  return fmt::format("{}:{}:{}", Printable(at.file), at.span.line, at.span.column);
}

std::string LineOf(const Finding& finding) {
  return fmt::format("{}: {} {} {}: {}", PlaceOf(finding), Name(finding.severity), finding.rule,
                     Printable(finding.element), Printable(finding.description));
}

std::string LineOf(const report::PolicyChange& change) {
  return fmt::format("{}: {}", Printable(change.file), Printable(change.description));
}

std::vector<const Finding*> WorstFirst(const report::Report& report, bool blocking) {
  std::vector<const Finding*> findings;
  for (const report::Entry& entry : report.entries) {
    if (entry.IsAccepted() || report::IsHarmless(entry.finding)) continue;
    if (entry.blocks == blocking) findings.push_back(&entry.finding);
  }
  std::stable_sort(findings.begin(), findings.end(),
                   [](const Finding* a, const Finding* b) { return a->severity > b->severity; });
  return findings;
}

bool Passes(const report::Report& report) { return app::ExitCodeOf(report) == ExitCode::kPassed; }

// Up to `limit` lines and how many were left out.
std::string Lines(const std::vector<std::string>& lines, size_t limit) {
  std::string text;
  for (size_t i = 0; i < lines.size() && i < limit; ++i) text += "\n" + lines[i];
  if (lines.size() > limit) {
    text +=
        fmt::format("\nand {} more: `protowarden check` shows all of them.", lines.size() - limit);
  }
  return text;
}

}  // namespace

std::string BuildErrors(const report::Report& report) {
  if (Passes(report)) return {};
  std::vector<std::string> lines;
  for (const schema::Diagnostic& diagnostic : report.diagnostics) {
    lines.push_back(Printable(ToString(diagnostic)));
  }
  const size_t broken = lines.size();
  for (const report::PolicyChange& change : report.policy_changes) {
    if (change.blocks) lines.push_back(LineOf(change));
  }
  for (const Finding* finding : WorstFirst(report, true)) lines.push_back(LineOf(*finding));
  std::string headline;
  if (broken > 0) headline = Count(broken, "problem") + " kept the schema from being analysed";
  if (const size_t failing = lines.size() - broken; failing > 0) {
    if (broken > 0) headline += ", ";
    headline += Count(failing, "finding fails", "findings fail") + " the build";
  }
  if (!report.base.empty()) headline += ", compared with " + Printable(report.base);
  return headline + ":" + Lines(lines, kMostErrors);
}

std::string BuildWarnings(const report::Report& report) {
  std::vector<std::string> lines;
  // In shadow mode nothing fails the build.
  if (Passes(report)) {
    for (const Finding* finding : WorstFirst(report, true)) lines.push_back(LineOf(*finding));
  }
  for (const report::PolicyChange& change : report.policy_changes) {
    if (!change.blocks || Passes(report)) lines.push_back(LineOf(change));
  }
  for (const report::IdleAcceptance& idle : report.idle_acceptances) {
    lines.push_back(Printable(idle.explanation));
  }
  for (const Finding* finding : WorstFirst(report, false)) lines.push_back(LineOf(*finding));
  for (std::string& line : lines) line.insert(0, "warning: ");
  std::string text = Lines(lines, kMostWarnings);
  for (const std::string& note : report.notes) text += "\nnote: " + Printable(note);
  return text.empty() ? text : text.substr(1) + "\n";
}

}  // namespace protowarden::protoc
