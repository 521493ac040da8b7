// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/changelog.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "analyzer/base/markdown.h"
#include "analyzer/base/text.h"
#include "analyzer/report/json_values.h"
#include "analyzer/report/style.h"
#include "analyzer/report/text_layout.h"
#include "analyzer/report/version_bump.h"

namespace protowarden::report {
namespace {

constexpr std::array<std::string_view, 5> kTitles = {"Breaking", "Added", "Changed", "Deprecated",
                                                     "Removed"};

size_t SectionOf(const Finding& finding) {
  return finding.is_breaking ? 0 : static_cast<size_t>(finding.change) + 1;
}

std::string_view KindText(Subject::Kind kind) {
  static constexpr std::array<std::string_view, 4> kNames = {"service", "message", "enum", "file"};
  return kNames.at(static_cast<size_t>(kind));
}

std::string Where(const Finding& finding) {
  const Location& at = finding.location.file.empty() ? finding.against : finding.location;
  return fmt::format("{}:{}", at.file, std::max(at.span.line, 1));
}

std::string Plain(std::string_view text) { return Printable(text); }

}  // namespace

std::string SubjectText(const Subject& subject, std::string (*code)(std::string_view)) {
  return fmt::format("{} {}", KindText(subject.kind), code(subject.name));
}

std::vector<ChangelogSection> ChangelogOf(const Report& report) {
  std::array<std::map<Subject, std::vector<const Entry*>>, kTitles.size()> sorted;
  std::set<std::string_view> removed;
  for (const Entry& entry : report.entries) {
    const Finding& finding = entry.finding;
    if (finding.concern != Concern::kCompatibility) continue;
    if (finding.change == ChangeKind::kRemoved && !removed.insert(finding.element).second) continue;
    sorted.at(SectionOf(finding))[finding.subject].push_back(&entry);
  }
  std::vector<ChangelogSection> sections;
  for (size_t i = 0; i < kTitles.size(); ++i) {
    if (sorted.at(i).empty()) continue;
    ChangelogSection& section = sections.emplace_back();
    section.title = kTitles.at(i);
    for (auto& [subject, entries] : sorted.at(i)) {
      section.groups.push_back({subject, std::move(entries)});
    }
  }
  return sections;
}

std::string RenderChangelogText(const Report& report, const TextOptions& options) {
  const Style style(options.color);
  std::string out;
  if (options.verbosity >= 0) {
    const BumpAdvice advice = AdviseBump(report);
    out += fmt::format("Changes since {}\nAdvised version bump: {}. {}\n", Printable(report.base),
                       style.Strong(Name(advice.bump)), advice.why);
    for (const std::string& note : advice.notes) {
      out += style.Label("note: ") + Wrap(Printable(note), options.width, 6, 6) + "\n";
    }
    out += "\n";
  }
  for (const ChangelogSection& section : ChangelogOf(report)) {
    out += style.Strong(section.title) + "\n";
    for (const ChangelogGroup& group : section.groups) {
      out += fmt::format("  {}\n", style.Label(SubjectText(group.subject, Plain)));
      for (const Entry* entry : group.entries) {
        out += fmt::format("    - {}\n",
                           Wrap(Printable(entry->finding.description), options.width, 6, 6));
        if (options.verbosity > 0) {
          out += fmt::format("      {}\n", style.Faint(Printable(Where(entry->finding))));
        }
      }
    }
    out += "\n";
  }
  for (const std::string& note : report.notes) {
    out += style.Label("note: ") + Wrap(Printable(note), options.width, 6, 6) + "\n";
  }
  return out;
}

std::string RenderChangelogMarkdown(const Report& report) {
  const BumpAdvice advice = AdviseBump(report);
  std::string out =
      fmt::format("# Changes since {}\n\nAdvised version bump: **{}**. {}\n",
                  EscapeMarkdown(report.base), Name(advice.bump), EscapeMarkdown(advice.why));
  for (const std::string& note : advice.notes) out += "\n" + EscapeMarkdown(note) + "\n";
  for (const ChangelogSection& section : ChangelogOf(report)) {
    out += fmt::format("\n## {}\n", section.title);
    for (const ChangelogGroup& group : section.groups) {
      out += fmt::format("\n### {}\n\n", SubjectText(group.subject, MarkdownCode));
      for (const Entry* entry : group.entries) {
        out += fmt::format("- {}\n", EscapeMarkdown(entry->finding.description));
      }
    }
  }
  return out;
}

std::string RenderChangelogJson(const Report& report) {
  const BumpAdvice advice = AdviseBump(report);
  Json sections = Json::object();
  for (const std::string_view title : kTitles) sections[ToLower(title)] = Json::array();
  for (const ChangelogSection& section : ChangelogOf(report)) {
    for (const ChangelogGroup& group : section.groups) {
      Json changes = Json::array();
      for (const Entry* entry : group.entries) changes.push_back(Change(*entry));
      sections[ToLower(section.title)].push_back({{"kind", KindText(group.subject.kind)},
                                                  {"name", group.subject.name},
                                                  {"package", group.subject.package},
                                                  {"changes", std::move(changes)}});
    }
  }
  Json errors = Json::array();
  for (const schema::Diagnostic& item : report.diagnostics) errors.push_back(Problem(item));
  Json json = ReportHead(report.command, report.timestamp);
  json.update(
      {{"base", report.base},
       {"head", report.head},
       {"bump", {{"level", Name(advice.bump)}, {"why", advice.why}, {"notes", advice.notes}}},
       {"sections", std::move(sections)},
       {"notes", report.notes},
       {"errors", std::move(errors)}});
  return Dump(json);
}

}  // namespace protowarden::report
