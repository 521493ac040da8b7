// SPDX-License-Identifier: Apache-2.0
//
// JUnit XML as Apache Ant's schema (https://github.com/windyroad/JUnit-Schema) and that of Jenkins
// have it; both know every element that is written here.
#include <fmt/format.h>

#include <map>

#include "analyzer/base/markup.h"
#include "analyzer/report/acceptance_text.h"
#include "analyzer/report/json_values.h"
#include "analyzer/report/listing.h"

namespace protowarden::report {
namespace {

struct Suite {
  std::string cases;
  std::string output;
  size_t tests = 0;
  size_t failures = 0;
  size_t errors = 0;
};

// A case that passes is empty.
std::string Case(std::string_view name, std::string_view file, std::string_view outcome) {
  return fmt::format("    <testcase name=\"{}\" classname=\"{}\" time=\"0\">{}</testcase>\n",
                     EscapeMarkup(name, true), EscapeMarkup(file, true), outcome);
}

std::string Outcome(std::string_view element, std::string_view type, std::string_view message,
                    std::string_view text) {
  return fmt::format("\n      <{0} type=\"{1}\" message=\"{2}\">{3}</{0}>\n    ", element,
                     EscapeMarkup(type, true), EscapeMarkup(message, true),
                     EscapeMarkup(text, true));
}

std::string Place(const Location& place) {
  return fmt::format("{}:{}:{}", place.file, OrFirst(place.span.line), OrFirst(place.span.column));
}

// Neither schema lets a case have both an outcome of its own and text when it passes, and the
// older ones know no `skipped`: what does not fail goes to the output of the suite.
void Add(const Entry& entry, Suite& suite) {
  const Finding& finding = entry.finding;
  const Location& place = PlaceOf(finding);
  const std::string name =
      fmt::format("{}_{}_{}", finding.rule, OrFirst(place.span.line), OrFirst(place.span.column));
  const std::string accepted =
      entry.acceptance.has_value() ? AcceptanceText(*entry.acceptance) : std::string();
  ++suite.tests;
  if (!entry.blocks) {
    suite.cases += Case(name, place.file, "");
    suite.output += fmt::format("{} {} {} {} {}\n", Place(place), Name(finding.severity),
                                finding.rule, finding.description, accepted);
    return;
  }
  ++suite.failures;
  std::string text = Place(place) + "\n";
  for (const std::string& part : {finding.impact, finding.recommendation, accepted}) {
    if (!part.empty()) text += part + "\n";
  }
  for (const std::string& note : finding.notes) text += "note: " + note + "\n";
  suite.cases +=
      Case(name, place.file, Outcome("failure", Name(finding.severity), finding.description, text));
}

void Add(const schema::Diagnostic& problem, Suite& suite) {
  const std::string name =
      fmt::format("analysis_{}_{}", OrFirst(problem.line), OrFirst(problem.column));
  ++suite.tests;
  ++suite.errors;
  suite.cases +=
      Case(name, problem.file,
           Outcome("error", "cannot analyse", problem.message, schema::ToString(problem)));
}

// What is no finding: notes and the housekeeping of acceptances.
std::string Remarks(const Report& report) {
  std::string text;
  for (const PolicyChange& change : report.policy_changes) {
    text += fmt::format("{}: {}\n", change.file, change.description);
  }
  for (const IdleAcceptance& idle : report.idle_acceptances) {
    text += fmt::format("acceptance of {} ({}), {}: {}\n", TargetText(idle.acceptance),
                        OriginText(idle.acceptance), Name(idle.why), idle.explanation);
  }
  for (const std::string& note : report.notes) text += "note: " + note + "\n";
  return text;
}

std::string Properties(const Report& report) {
  std::string text = "    <properties>\n";
  const auto add = [&](std::string_view name, std::string_view value) {
    text += fmt::format("      <property name=\"{}\" value=\"{}\"/>\n", name,
                        EscapeMarkup(value, true));
  };
  add("protowarden", PROTOWARDEN_VERSION);
  add("command", report.command);
  add("base", report.base);
  add("head", report.head);
  return text + "    </properties>\n";
}

// The schema wants a time without zone; it is UTC.
std::string TimestampOf(const Report& report) {
  if (report.timestamp.empty()) return "1970-01-01T00:00:00";
  return report.timestamp.substr(0, report.timestamp.find('Z'));
}

}  // namespace

std::string RenderJUnit(const Report& report) {
  std::map<std::string, Suite> suites;
  for (const schema::Diagnostic& problem : report.diagnostics) Add(problem, suites[problem.file]);
  for (const Entry& entry : report.entries) {
    if (!IsHarmless(entry.finding)) Add(entry, suites[PlaceOf(entry.finding).file]);
  }
  if (suites.empty()) suites["protowarden"];
  suites.begin()->second.output += Remarks(report);
  const std::string properties = Properties(report);
  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n";
  size_t id = 0;
  for (const auto& [file, suite] : suites) {
    xml += fmt::format(
        "  <testsuite name=\"{}\" package=\"protowarden\" id=\"{}\" timestamp=\"{}\" "
        "hostname=\"localhost\" tests=\"{}\" failures=\"{}\" errors=\"{}\" time=\"0\">\n"
        "{}{}    <system-out>{}</system-out>\n    <system-err/>\n  </testsuite>\n",
        EscapeMarkup(file, true), id++, TimestampOf(report), suite.tests, suite.failures,
        suite.errors, properties, suite.cases, EscapeMarkup(suite.output, true));
  }
  return xml + "</testsuites>\n";
}

}  // namespace protowarden::report
