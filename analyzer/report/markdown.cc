// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "analyzer/base/text.h"
#include "analyzer/report/acceptance_text.h"
#include "analyzer/report/listing.h"
#include "analyzer/report/markdown_text.h"
#include "analyzer/report/source_block.h"
#include "analyzer/report/text_layout.h"
#include "analyzer/report/verdict.h"

namespace protowarden::report {
namespace {

// GitHub refuses a longer comment. Whoever posts it adds a marker.
constexpr size_t kMostCharacters = 65'536;
constexpr size_t kRoomForMarker = 512;
// What each part may take at most, so that none keeps out the others.
constexpr size_t kMostOfTable = 20'000;
constexpr size_t kMostOfAccepted = 8'000;
constexpr size_t kMostOfOthers = 4'000;
// Of one foreign text.
constexpr size_t kMostOfText = 500;
constexpr size_t kMostOfName = 200;
constexpr size_t kMostOfSource = 300;

std::string Text(std::string_view text) { return CommentText(Shortened(text, kMostOfText)); }
std::string Code(std::string_view text) { return CommentCode(Shortened(text, kMostOfName)); }

// What is left out is told.
std::string More(size_t count, std::string_view what, std::string_view where = "Not listed here") {
  return count == 0 ? "" : fmt::format("\n{}: {}.\n", where, Count(count, what));
}

std::string PlaceText(const Finding& finding) {
  const Location& place = PlaceOf(finding);
  const std::string at = Code(fmt::format("{}:{}", place.file, std::max(place.span.line, 1)));
  return finding.location.file.empty() ? at + " (deleted)" : at;
}

std::string_view VerdictSign(const Report& report) {
  if (report.can_deploy) return "✅";
  const bool shadow = report.gate.mode() == GateMode::kShadow && report.diagnostics.empty();
  return shadow ? "⚠️" : "❌";
}

std::string Head(const Report& report) {
  const Counts counts = CountsOf(report);
  std::string head = fmt::format("### {} protowarden: {}\n\n**{}**", VerdictSign(report),
                                 VerdictHeadline(report), CountsText(counts));
  if (counts.Open() > 0) head += fmt::format(" ({})", SeverityText(counts));
  if (counts.accepted > 0) head += fmt::format(", {} accepted", Thousands(counts.accepted));
  head += fmt::format("; {}.\n", Text(FilesText(report)));
  if (counts.harmless > 0) head += Count(counts.harmless, "harmless change") + ".\n";
  head += fmt::format("can_deploy: **{}** ({})\n", report.can_deploy ? "yes" : "no",
                      Text(GateText(report.gate)));
  return head;
}

// A heading with what begins a list or table, items, and how many more there are. Empty without
// items.
std::string Section(std::string_view heading, const std::vector<std::string>& items, size_t most,
                    std::string_view what) {
  if (items.empty()) return {};
  BoundedText body(most);
  for (const std::string& item : items) body.Add(item);
  return fmt::format("\n{}{}{}", heading, body.text(), More(body.left_out(), what));
}

std::string Problems(const Report& report) {
  std::vector<std::string> items;
  for (const schema::Diagnostic& problem : report.diagnostics) {
    schema::Diagnostic place = problem;
    place.message.clear();
    items.push_back(fmt::format("- {} {}\n", Code(ToString(place)), Text(problem.message)));
  }
  return Section("#### Could not be analysed\n\n", items, kMostOfOthers, "more problem");
}

std::string PolicyChanges(const Report& report) {
  std::vector<std::string> items;
  for (const PolicyChange& change : report.policy_changes) {
    items.push_back(fmt::format("- {}: {}{}\n", Code(change.file), Text(change.description),
                                change.needs_review ? " **Needs a reviewer.**" : ""));
  }
  return Section("#### ⚠️ Changes of what the gate lets through\n\n", items, kMostOfOthers,
                 "more change");
}

std::string Table(const std::vector<const Entry*>& open) {
  std::vector<std::string> rows;
  for (const Entry* entry : open) {
    const Finding& finding = entry->finding;
    rows.push_back(fmt::format("| {} | {} | {} | {} |\n", Name(finding.severity),
                               Code(finding.rule), PlaceText(finding), Text(finding.description)));
  }
  return Section("| Severity | Rule | Where | What changed |\n|---|---|---|---|\n", rows,
                 kMostOfTable, "more finding");
}

std::string Source(const Entry& entry) {
  std::vector<std::string> lines;
  for (const SourceRow& row : SourceRows(entry)) {
    std::string_view sign = " ";
    if (row.sign == SourceRow::Sign::kRemoved) sign = "-";
    if (row.sign == SourceRow::Sign::kAdded) sign = "+";
    lines.push_back(fmt::format("{} {}", sign, Shortened(Printable(row.line), kMostOfSource)));
  }
  return lines.empty() ? "" : "\n" + FencedBlock("diff", lines);
}

// One finding, unfolded.
std::string Detail(const Entry& entry) {
  const Finding& finding = entry.finding;
  std::string detail =
      fmt::format("**{}** {}\n{}", PlaceText(finding), Text(finding.description), Source(entry));
  for (const std::string& note : finding.notes) detail += fmt::format("\nNote: {}\n", Text(note));
  if (entry.acceptance.has_value()) {
    detail += fmt::format("\n{}\n", Text(AcceptanceText(*entry.acceptance)));
  }
  return detail + "\n";
}

// Findings of a rule that are explained alike fold together.
struct Group {
  const Finding* first = nullptr;
  std::vector<const Entry*> entries;
};

std::vector<Group> GroupsOf(const std::vector<const Entry*>& open) {
  using Explanation = std::tuple<std::string_view, std::string_view, std::string_view>;
  std::map<Explanation, size_t> slots;
  std::vector<Group> groups;
  for (const Entry* entry : open) {
    const Finding& finding = entry->finding;
    const auto [slot, added] = slots.emplace(
        Explanation(finding.rule, finding.impact, finding.recommendation), groups.size());
    if (added) groups.push_back({&finding, {}});
    groups[slot->second].entries.push_back(entry);
  }
  return groups;
}

std::string Unfolding(const Group& group, size_t most) {
  const Finding& finding = *group.first;
  std::string end;
  const bool privacy = finding.concern == Concern::kPrivacy;
  if (!finding.impact.empty()) {
    end += fmt::format("**{}:** {}\n\n", privacy ? "Risk" : "Breaks", Text(finding.impact));
  }
  if (!finding.recommendation.empty()) {
    end += fmt::format("**Fix:** {}\n\n", Text(finding.recommendation));
  }
  end += "</details>\n";
  const std::string begin =
      fmt::format("\n<details><summary>{} {} ({})</summary>\n\n", Name(finding.severity),
                  HtmlCode(finding.rule), group.entries.size());
  const size_t fixed = Utf16Length(begin) + Utf16Length(end) + 100;
  BoundedText details(most > fixed ? most - fixed : 0);
  for (const Entry* entry : group.entries) details.Add(Detail(*entry));
  if (details.text().empty()) return {};
  return begin + details.text() + More(details.left_out(), "more finding") + "\n" + end;
}

std::string Details(const std::vector<const Entry*>& open, size_t most) {
  std::string details;
  size_t left_out = 0;
  size_t used = 0;
  for (const Group& group : GroupsOf(open)) {
    const std::string unfolding = left_out > 0 ? "" : Unfolding(group, most - used);
    if (unfolding.empty()) left_out += group.entries.size();
    details += unfolding;
    used += Utf16Length(unfolding);
  }
  return details + More(left_out, "more finding", "Without details here");
}

std::string PersonalData(const Report& report) {
  if (!report.pii.has_value() || report.pii->fields == 0) return {};
  const PiiTotals& pii = *report.pii;
  std::string text = fmt::format(
      "\n#### Personal data\n\n{} of {} fields{} hold personal data, {} of them without annotation",
      Thousands(pii.pii_fields), Thousands(pii.fields),
      report.pii_of_all ? "" : " in the files compared", Thousands(pii.unannotated));
  if (report.newly_exposed > 0) {
    text += fmt::format("; the change newly exposes {}", Thousands(report.newly_exposed));
  }
  text += ".\n\n| HIGH | MEDIUM | LOW | PUBLIC |\n|---|---|---|---|\n|";
  for (const Sensitivity level :
       {Sensitivity::kHigh, Sensitivity::kMedium, Sensitivity::kLow, Sensitivity::kPublic}) {
    text += fmt::format(" {} |", Thousands(pii.by_level[static_cast<size_t>(level)]));
  }
  return text + "\n";
}

std::string Accepted(const std::vector<const Entry*>& accepted) {
  std::vector<std::string> rows;
  for (const Entry* entry : accepted) {
    const Finding& finding = entry->finding;
    const Acceptance& acceptance = *entry->acceptance;
    rows.push_back(fmt::format("| {} | {} | {} | {} | {} |\n", Name(finding.severity),
                               Code(finding.rule), Code(finding.element), Text(acceptance.reason),
                               Text(OriginText(acceptance))));
  }
  return Section(
      "#### Accepted on purpose\n\n| Severity | Rule | Element | Reason | By "
      "|\n|---|---|---|---|---|\n",
      rows, kMostOfAccepted, "more accepted finding");
}

std::string Idle(const Report& report) {
  std::vector<std::string> items;
  for (const IdleAcceptance& idle : report.idle_acceptances) {
    items.push_back(fmt::format("- {}: {} ({}). {}\n", Name(idle.why),
                                Code(TargetText(idle.acceptance)),
                                Text(OriginText(idle.acceptance)), Text(idle.explanation)));
  }
  return Section("#### Acceptances that do nothing\n\n", items, kMostOfOthers, "more acceptance");
}

std::string Notes(const Report& report) {
  std::vector<std::string> items;
  for (const std::string& note : report.notes) items.push_back(fmt::format("- {}\n", Text(note)));
  return Section("#### Notes\n\n", items, kMostOfOthers, "more note");
}

}  // namespace

std::string RenderMarkdown(const Report& report) {
  std::vector<const Entry*> open;
  std::vector<const Entry*> accepted;
  for (const Entry* entry : ListedWorstFirst(report)) {
    (entry->IsAccepted() ? accepted : open).push_back(entry);
  }
  const std::string before = Head(report) + Problems(report) + PolicyChanges(report) + Table(open);
  const std::string after = PersonalData(report) + Accepted(accepted) + Idle(report) +
                            Notes(report) +
                            fmt::format("\n<sub>protowarden {}</sub>\n", PROTOWARDEN_VERSION);
  const size_t taken = Utf16Length(before) + Utf16Length(after) + kRoomForMarker;
  return before + Details(open, kMostCharacters - taken) + after;
}

}  // namespace protowarden::report
