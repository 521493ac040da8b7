// SPDX-License-Identifier: Apache-2.0
//
// Annotations as workflow commands.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "analyzer/base/text.h"
#include "analyzer/base/workflow_command.h"
#include "analyzer/report/acceptance_text.h"
#include "analyzer/report/listing.h"
#include "analyzer/report/text_layout.h"

namespace protowarden::report {
namespace {

constexpr size_t kMostOfALevel = 10;  // in one step

enum class Level : unsigned char { kError, kWarning, kNotice };
constexpr std::array<std::string_view, 3> kCommands = {"error", "warning", "notice"};

struct Annotation {
  Level level = Level::kNotice;
  std::string file;  // empty: none
  Region region;
  std::string title;
  std::string message;
};

std::string Command(const Annotation& annotation) {
  std::vector<std::pair<std::string_view, std::string>> properties;
  if (!annotation.file.empty()) {
    const Region& at = annotation.region;
    properties = {{"file", annotation.file}, {"line", fmt::to_string(at.line)}};
    // GitHub knows columns only of annotations of one line.
    const bool one_line = at.line == at.end_line;
    if (one_line) properties.emplace_back("col", fmt::to_string(at.column));
    properties.emplace_back("endLine", fmt::to_string(at.end_line));
    if (one_line) properties.emplace_back("endColumn", fmt::to_string(at.end_column));
  }
  properties.emplace_back("title", annotation.title);
  return WorkflowCommand(kCommands.at(static_cast<size_t>(annotation.level)), properties,
                         annotation.message);
}

// An error is what fails the run.
Level LevelOf(const Entry& entry, GateMode mode) {
  if (entry.IsAccepted()) return Level::kNotice;
  if (entry.blocks && mode == GateMode::kEnforce) return Level::kError;
  return entry.finding.severity >= Severity::kMedium || entry.blocks ? Level::kWarning
                                                                     : Level::kNotice;
}

Annotation Annotate(const Entry& entry, GateMode mode) {
  const Finding& finding = entry.finding;
  std::string message = finding.description;
  const auto add = [&](std::string_view label, std::string_view text) {
    if (!text.empty()) message += fmt::format("\n{}{}", label, text);
  };
  add(finding.concern == Concern::kPrivacy ? "Risk: " : "Breaks: ", finding.impact);
  add("Fix: ", finding.recommendation);
  for (const std::string& note : finding.notes) add("Note: ", note);
  if (entry.acceptance.has_value()) add("", AcceptanceText(*entry.acceptance));
  return {LevelOf(entry, mode), PlaceOf(finding).file, RegionOf(entry),
          fmt::format("{} ({}{})", finding.rule, Name(finding.severity),
                      entry.IsAccepted() ? ", accepted" : ""),
          std::move(message)};
}

std::vector<Annotation> AnnotationsOf(const Report& report) {
  std::vector<Annotation> all;
  for (const schema::Diagnostic& problem : report.diagnostics) {
    const Region at{std::max(problem.line, 1), std::max(problem.column, 1),
                    std::max(problem.line, 1), std::max(problem.column, 1)};
    all.push_back({Level::kError, problem.file, at, "Could not be analysed", problem.message});
  }
  for (const Entry* entry : ListedWorstFirst(report)) {
    all.push_back(Annotate(*entry, report.gate.mode()));
  }
  for (const PolicyChange& change : report.policy_changes) {
    all.push_back({change.needs_review ? Level::kWarning : Level::kNotice,
                   change.file,
                   {},
                   "Changes what the gate lets through",
                   change.description});
  }
  for (const IdleAcceptance& idle : report.idle_acceptances) {
    all.push_back({Level::kNotice,
                   "",
                   {},
                   fmt::format("Acceptance that is {}", Name(idle.why)),
                   fmt::format("{} ({}): {}", TargetText(idle.acceptance),
                               OriginText(idle.acceptance), idle.explanation)});
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Annotation& a, const Annotation& b) { return a.level < b.level; });
  return all;
}

}  // namespace

std::string RenderGitHub(const Report& report) {
  std::string out;
  std::array<size_t, kCommands.size()> counts{};
  for (const Annotation& annotation : AnnotationsOf(report)) {
    if (++counts.at(static_cast<size_t>(annotation.level)) <= kMostOfALevel) {
      out += Command(annotation);
    }
  }
  std::vector<std::string> hidden;
  for (size_t level = 0; level < counts.size(); ++level) {
    if (counts.at(level) <= kMostOfALevel) continue;
    hidden.push_back(Count(counts.at(level) - kMostOfALevel, kCommands.at(level)));
  }
  // Plain lines of a log hold no foreign text: the runner looks for commands in them.
  if (!hidden.empty()) {
    out += fmt::format("protowarden: not shown, because GitHub shows {} of each in a step: {}.\n",
                       kMostOfALevel, Join(hidden, ", "));
  }
  const Counts found = CountsOf(report);
  const std::string severities = found.Open() > 0 ? " (" + SeverityText(found) + ")" : "";
  return out + fmt::format("protowarden: {}{}{}. can_deploy: {}\n", CountsText(found), severities,
                           found.accepted > 0 ? fmt::format(", {} accepted", found.accepted) : "",
                           report.can_deploy ? "yes" : "no");
}

}  // namespace protowarden::report
