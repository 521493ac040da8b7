// SPDX-License-Identifier: Apache-2.0
//
// report_samples FOLDER: writes made-up reports in every format, FOLDER/SAMPLE.FORMAT, for the
// tests that look at them with other programs. The samples have what a run has seldom, all at once:
// acceptances of every kind, problems, hostile text, very many findings.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/report/formats.h"
#include "rules/catalogue.h"

namespace protowarden {
namespace {

constexpr size_t kManyFindings = 26'000;

Location At(const std::string& file, int32_t line, int32_t column, int32_t end_column) {
  return {file, file, {line, column, line, end_column}};
}

// A finding of the catalogue's rule.
report::Entry FindingOf(std::string_view rule_id, const std::string& element,
                        const std::string& file, int32_t line) {
  const Rule& rule = *rules::FindRule(rule_id);
  report::Entry entry;
  Finding& finding = entry.finding;
  finding.rule = rule.id;
  finding.severity = rule.severity;
  finding.categories = rule.categories;
  finding.category = rules::CategoryNames(rule.categories).front();
  if ((rule.categories & category::kPii) != 0) {
    finding.concern = Concern::kPrivacy;
    finding.is_breaking = false;
  }
  finding.change = rule.change;
  finding.element = element;
  finding.subject = {Subject::Kind::kMessage, element.substr(0, element.rfind('.')), "todo.v1"};
  finding.location = At(file, line, 3, 30);
  finding.against = At(file, line + 2, 3, 31);
  finding.description = "Field \"" + element + "\" changed.";
  finding.impact = rule.impact;
  finding.recommendation = rule.remedy;
  finding.fingerprint = std::to_string(std::hash<std::string>{}(element + finding.rule));
  entry.after_line = "  string " + element.substr(element.rfind('.') + 1) + " = 1;";
  entry.before_line = "  int32 " + element.substr(element.rfind('.') + 1) + " = 1;";
  return entry;
}

report::Report Empty() {
  report::Report report;
  report.command = "check";
  report.timestamp = "2026-01-02T03:04:05Z";
  report.head = "working tree";
  report.base = "commit 1a2b3c4d5e6f (merge base with main)";
  report.files_total = 4;
  report.catalogue = rules::Catalogue();
  report.pii.emplace();
  report.pii->fields = 26;
  report.pii->by_level[static_cast<size_t>(Sensitivity::kPublic)] = 26;
  return report;
}

report::Report Full() {
  report::Report report = Empty();
  report.proto_files = {"todo/v1/task.proto", "todo/v1/user.proto"};
  auto& entries = report.entries;
  entries.push_back(FindingOf("FIELD_SAME_TYPE", "todo.v1.Task.size", "todo/v1/task.proto", 12));
  entries.push_back(FindingOf("FIELD_NO_DELETE", "todo.v1.Task.note", "todo/v1/task.proto", 10));
  entries.back().finding.location.span = {10, 1, 40, 2};
  entries.back().after_line = "message Task {";
  entries.back().anchor = report::LineAnchor{13, "  string name = 2;"};
  entries.push_back(FindingOf("FIELD_SAME_JSTYPE", "todo.v1.Task.id", "todo/v1/task.proto", 14));
  entries.back().acceptance =
      Acceptance{AcceptanceOrigin::kComment,     "FIELD_SAME_JSTYPE", "todo.v1.Task.id",      "",
                 "nobody uses it in JavaScript", "2027-01-31",        "todo/v1/task.proto:13"};
  entries.push_back(FindingOf("ENUM_VALUE_NO_DELETE", "todo.v1.State", "todo/v1/task.proto", 50));
  entries.back().acceptance = Acceptance{AcceptanceOrigin::kTrailer,
                                         "ENUM_VALUE_NO_DELETE",
                                         "todo.v1.State",
                                         "",
                                         "agreed with the mobile team",
                                         "",
                                         "commit 1a2b3c4",
                                         false};
  entries.push_back(FindingOf("PII_UNANNOTATED", "todo.v1.User.email", "todo/v1/user.proto", 5));
  entries.push_back(FindingOf("FILE_NO_DELETE", "", "todo/v1/old.proto", 1));
  entries.back().finding.location = {};
  entries.back().after_line.reset();
  entries.push_back(
      FindingOf("CHANGELOG_FIELD_ADDED", "todo.v1.User.phone", "todo/v1/user.proto", 9));
  entries.back().finding.is_breaking = false;
  entries.back().finding.against = {};
  entries.back().before_line.reset();
  report.idle_acceptances = {{report::IdleAcceptance::Why::kExpired,
                              {AcceptanceOrigin::kFile, "RPC_NO_DELETE", "todo.v1.Todo.List", "",
                               "moved to v2", "2026-01-01", ".protowarden/accepted.toml:3"},
                              "It held until 2026-01-01. Remove it, or agree on a new date."},
                             {report::IdleAcceptance::Why::kUnused,
                              {AcceptanceOrigin::kFile, "", "", "98219118e4453ad2", "was wrong", "",
                               ".protowarden/accepted.toml:9"},
                              "No finding has this fingerprint. Remove it."}};
  report.policy_changes = {
      {"protowarden.toml", "gate.fail_on was raised; the base's was used.", true}};
  report.notes = {"1 import is not in the tree: validate/validate.proto."};
  report.pii->pii_fields = 8;
  report.pii->unannotated = 3;
  report.pii->by_level[static_cast<size_t>(Sensitivity::kHigh)] = 2;
  report.pii->by_level[static_cast<size_t>(Sensitivity::kMedium)] = 5;
  report.pii->by_level[static_cast<size_t>(Sensitivity::kLow)] = 1;
  report.pii->by_level[static_cast<size_t>(Sensitivity::kPublic)] = 18;
  report.pii_services = {{"todo.v1.Todo", {0, 0, 1, 3, 2}}, {"todo.v1.Users", {0, 0, 0, 5, 1}}};
  report.newly_exposed = 1;
  return report;
}

// Text that means something in one of the formats.
std::string Hostile(const std::string& name) {
  return name + "\n::error file=x::injected\r\n##[error]y </script><script>document.title='owned'" +
         "</script><img src=x onerror=\"document.title='owned'\"> \x1b[31mred\x1b[0m | a | `b` " +
         "**c** [d](https://example.com) @octocat #12 www.example.com <!-- --> {0} %0A " +
         "\xff\xfe \xe2\x80\xae ]]> &amp; \"q\" 'a' \xef\xbf\xbf ${{ github.token }} $(id) \\";
}

report::Report HostileReport() {
  report::Report report = Full();
  report.head = Hostile("head");
  report.base = Hostile("base");
  for (report::Entry& entry : report.entries) {
    Finding& finding = entry.finding;
    for (Location* place : {&finding.location, &finding.against}) {
      if (!place->file.empty()) place->file = Hostile(place->file);
    }
    for (std::string* text : {&finding.element, &finding.description, &finding.impact,
                              &finding.recommendation, &finding.subject.name}) {
      *text = Hostile(*text);
    }
    finding.notes = {Hostile("note")};
    for (auto* line : {&entry.before_line, &entry.after_line}) {
      if (line->has_value()) *line = Hostile(**line);
    }
    if (entry.acceptance.has_value()) {
      entry.acceptance->reason = Hostile("reason");
      entry.acceptance->where = Hostile("where");
    }
  }
  for (report::IdleAcceptance& idle : report.idle_acceptances) {
    idle.explanation = Hostile("explanation");
    idle.acceptance.element = Hostile("element");
    idle.acceptance.where = Hostile("where");
  }
  report.policy_changes = {{Hostile("file"), Hostile("description"), true}};
  report.notes = {Hostile("note")};
  report.diagnostics = {{Hostile("broken.proto"), 3, 4, Hostile("message")}};
  report.pii_services.front().service = Hostile("service");
  return report;
}

report::Report Broken() {
  report::Report report = Empty();
  report.diagnostics = {{"todo/v1/broken.proto", 3, 4, "Expected \";\"."},
                        {"todo/v1/broken.proto", 3, 4, "Expected \";\"."},
                        {"todo/v1/whole.proto", 0, 0, "The file is no text."}};
  return report;
}

// More than any service takes.
report::Report Many() {
  report::Report report = Empty();
  for (size_t i = 0; i < kManyFindings; ++i) {
    const bool last = i + 1 == kManyFindings;
    report.entries.push_back(
        FindingOf(last ? "FIELD_SAME_TYPE" : "FIELD_SAME_JSTYPE", "many.v1.M.f" + std::to_string(i),
                  "many/v1/m" + std::to_string(i % 9) + ".proto", static_cast<int32_t>(i) + 1));
  }
  return report;
}

int Write(const std::filesystem::path& folder) {
  const std::vector<std::pair<std::string, report::Report (*)()>> samples = {
      {"clean", Empty},
      {"full", Full},
      {"hostile", HostileReport},
      {"broken", Broken},
      {"many", Many}};
  for (const auto& [name, make] : samples) {
    report::Report report = make();
    report::Conclude(report);
    for (const report::Format& format : report::Formats()) {
      std::ofstream file(folder / (name + "." + std::string(format.name)), std::ios::binary);
      file << format.render(report, {});
      if (!file.flush()) return 1;
    }
  }
  return 0;
}

}  // namespace
}  // namespace protowarden

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: report_samples FOLDER\n", stderr);
    return 2;
  }
  return protowarden::Write(argv[1]);
}
