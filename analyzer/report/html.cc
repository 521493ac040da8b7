// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "analyzer/base/embedded_file.h"
#include "analyzer/base/markup.h"
#include "analyzer/base/text.h"
#include "analyzer/report/acceptance_text.h"
#include "analyzer/report/html_chart.h"
#include "analyzer/report/html_data.h"
#include "analyzer/report/html_files.h"
#include "analyzer/report/html_text.h"
#include "analyzer/report/listing.h"
#include "analyzer/report/text_layout.h"
#include "analyzer/report/verdict.h"

namespace protowarden::report {
namespace {

// Rows of the table that is read without scripts.
constexpr size_t kMostRows = 1'000;

std::string File(std::string_view path) {
  for (const EmbeddedFile& file : HtmlFiles()) {
    if (file.path == path) return std::string(file.text);
  }
  return {};
}

std::string Summary(const Report& report) {
  const Counts counts = CountsOf(report);
  std::string text = CountsText(counts);
  if (counts.Open() > 0) text += fmt::format(" ({})", SeverityText(counts));
  if (counts.accepted > 0) text += fmt::format(", {} accepted", Thousands(counts.accepted));
  text += fmt::format("; {}.", FilesText(report));
  if (counts.harmless > 0) text += fmt::format(" {}.", Count(counts.harmless, "harmless change"));
  return EscapeMarkup(text);
}

std::string Origin(const Report& report) {
  return report.base.empty() ? EscapeMarkup(report.head)
                             : EscapeMarkup(fmt::format("{} → {}", report.base, report.head));
}

std::string State(const Entry& entry) {
  if (entry.acceptance.has_value()) return AcceptanceText(*entry.acceptance);
  return entry.blocks ? "fails the gate" : "";
}

std::string Table(const Report& report) {
  const std::vector<const Entry*> entries = ListedWorstFirst(report);
  if (entries.empty()) return "<p>No breaking changes and nothing else to look at.</p>\n";
  std::string rows;
  for (size_t i = 0; i < std::min(entries.size(), kMostRows); ++i) {
    const Finding& finding = entries[i]->finding;
    const Location& place = PlaceOf(finding);
    rows += fmt::format(
        "<tr><td class=\"badge {0}\">{0}</td><td class=\"mono\">{1}</td><td class=\"mono\">{2}:{3}"
        "</td><td>{4}</td><td>{5}</td><td>{6}</td></tr>\n",
        Name(finding.severity), EscapeMarkup(finding.rule), EscapeMarkup(place.file),
        OrFirst(place.span.line), EscapeMarkup(finding.description),
        EscapeMarkup(finding.recommendation), EscapeMarkup(State(*entries[i])));
  }
  std::string table =
      "<div class=\"scroll\"><table>\n<tr><th>Severity</th><th>Rule</th><th>Where</th>"
      "<th>What changed</th><th>What to do</th><th>State</th></tr>\n" +
      rows + "</table></div>\n";
  if (entries.size() > kMostRows) {
    table += fmt::format("<p>{} more, which a browser with scripts shows.</p>\n",
                         Thousands(entries.size() - kMostRows));
  }
  return table;
}

// A list under a heading; empty without items, which are HTML.
std::string Section(std::string_view css_class, std::string_view heading,
                    const std::vector<std::string>& items) {
  if (items.empty()) return {};
  std::string list;
  for (const std::string& item : items) list += "<li>" + item + "</li>\n";
  return fmt::format("<section class=\"{}\">\n<h2>{}</h2>\n<ul>\n{}</ul>\n</section>\n", css_class,
                     heading, list);
}

std::string Problems(const Report& report) {
  std::vector<std::string> items;
  for (const schema::Diagnostic& problem : report.diagnostics) {
    items.push_back(EscapeMarkup(ToString(problem)));
  }
  return Section("notice bad", "Could not be analysed", items);
}

std::string Policy(const Report& report) {
  std::vector<std::string> items;
  for (const PolicyChange& change : report.policy_changes) {
    items.push_back(fmt::format("<code>{}</code>: {}{}", EscapeMarkup(change.file),
                                EscapeMarkup(change.description),
                                change.needs_review ? " <b>Needs a reviewer.</b>" : ""));
  }
  return Section("notice", "Changes of what the gate lets through", items);
}

std::string Idle(const Report& report) {
  std::vector<std::string> items;
  for (const IdleAcceptance& idle : report.idle_acceptances) {
    items.push_back(fmt::format("<b>{}</b> <code>{}</code> ({}). {}", Name(idle.why),
                                EscapeMarkup(TargetText(idle.acceptance)),
                                EscapeMarkup(OriginText(idle.acceptance)),
                                EscapeMarkup(idle.explanation)));
  }
  return Section("idle", "Acceptances that do nothing", items);
}

std::string Notes(const Report& report) {
  std::vector<std::string> items;
  for (const std::string& note : report.notes) items.push_back(EscapeMarkup(note));
  return Section("notes", "Notes", items);
}

std::string PersonalData(const Report& report) {
  if (!report.pii.has_value() || report.pii->fields == 0) return {};
  const PiiTotals& pii = *report.pii;
  std::string cards;
  const auto add = [&](size_t count, std::string_view css_class, std::string_view label) {
    cards += fmt::format("<div class=\"card\"><b class=\"{}\">{}</b>{}</div>\n", css_class,
                         Thousands(count), label);
  };
  for (const Sensitivity level : {Sensitivity::kHigh, Sensitivity::kMedium, Sensitivity::kLow}) {
    add(pii.by_level[static_cast<size_t>(level)], Name(level), Name(level));
  }
  add(pii.fields, "", report.pii_of_all ? "fields in all" : "fields in the files compared");
  add(pii.unannotated, "", "without annotation");
  if (report.newly_exposed > 0) add(report.newly_exposed, "HIGH", "newly exposed");
  return fmt::format(
      "<section id=\"pii\">\n<h2>Personal data</h2>\n<div "
      "class=\"cards\">\n{}</div>\n{}</section>\n",
      cards, ServiceChart(report.pii_services));
}

std::string VerdictClass(const Report& report) {
  if (report.can_deploy) return "yes";
  const bool shadow = report.gate.mode() == GateMode::kShadow && report.diagnostics.empty();
  return shadow ? "shadow" : "no";
}

}  // namespace

std::string RenderHtml(const Report& report) {
  const std::string style = File("style.css");
  const std::string script = File("script.js");
  const std::string verdict = EscapeMarkup(VerdictHeadline(report));
  return FillTemplate(
      File("page.html"),
      {{"STYLE_HASH", ContentHash(style)},
       {"SCRIPT_HASH", ContentHash(script)},
       {"STYLE", style},
       {"SCRIPT", script},
       {"TITLE", verdict},
       {"COMMAND", EscapeMarkup(report.command)},
       {"VERDICT_CLASS", VerdictClass(report)},
       {"VERDICT", verdict},
       {"SUMMARY", Summary(report)},
       {"GATE", EscapeMarkup(fmt::format("can_deploy: {} ({})", report.can_deploy ? "yes" : "no",
                                         GateText(report.gate)))},
       {"ORIGIN", Origin(report)},
       {"PROBLEMS", Problems(report)},
       {"POLICY", Policy(report)},
       {"TABLE", Table(report)},
       {"PERSONAL_DATA", PersonalData(report)},
       {"IDLE", Idle(report)},
       {"NOTES", Notes(report)},
       {"VERSION", PROTOWARDEN_VERSION},
       {"TIMESTAMP", report.timestamp.empty() ? "" : ", " + EscapeMarkup(report.timestamp)},
       {"DATA", ScriptJson(HtmlData(report))}});
}

}  // namespace protowarden::report
