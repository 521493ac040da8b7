// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/migration.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

#include "analyzer/base/markdown.h"
#include "analyzer/base/text.h"

namespace protowarden::report {
namespace {

struct ConsumerText {
  Consumer consumer;
  CategorySet protected_by;  // rules of these categories speak for them
  std::string_view title;
  std::string_view who;
};

using namespace category;  // NOLINT(google-build-using-namespace): bit names in rows

constexpr std::array<ConsumerText, 4> kConsumers = {
    {{Consumer::kGeneratedCode, kFile | kPackage, "Code generated from the schema",
      "Clients and servers notice when they compile against the new schema."},
     {Consumer::kPeers, kWire | kSemantic, "Deployed clients and servers",
      "They exchange messages and calls with the other version while both run."},
     {Consumer::kJson, kWireJson | kApiContract, "JSON and REST users",
      "They send and read JSON, or call the API over HTTP."},
     {Consumer::kStoredData, kWire, "Stored data and event consumers",
      "What was written before the change is read after it, and the other way round."}}};

struct StepText {
  std::string_view title;
  std::string_view why;
};

// In the order of deployment.
enum class Step : uint8_t { kReplace, kAddition, kRequirement, kRemoval };
constexpr std::array<StepText, 4> kSteps = {
    {{"Before anything is deployed: rework what no order makes safe",
      "Old and new versions meet while they are rolled out, and disagree about these."},
     {"Servers and other readers: what is new",
      "They must know it before anybody sends or calls it."},
     {"Clients and other writers: what is demanded from now on",
      "They must fulfil it before servers insist on it."},
     {"Servers and the schema: what goes away",
      "Only when no client calls, sends or reads it any more."}}};

Step StepOf(const Finding& finding) {
  if (finding.change == ChangeKind::kRemoved) return Step::kRemoval;
  if (!finding.is_breaking) return Step::kAddition;
  const bool demand = finding.change == ChangeKind::kAdded ||
                      (finding.categories & (kValidation | kApiContract)) != 0;
  return demand ? Step::kRequirement : Step::kReplace;
}

// Breaking changes, and additions: the rest asks nothing of anybody.
bool Matters(const Finding& finding) {
  return finding.concern == Concern::kCompatibility &&
         (finding.is_breaking || finding.change == ChangeKind::kAdded);
}

std::string Order(const Report& report) {
  std::array<std::set<std::string_view>, kSteps.size()> elements;
  for (const Entry& entry : report.entries) {
    if (!Matters(entry.finding)) continue;
    elements.at(static_cast<size_t>(StepOf(entry.finding))).insert(entry.finding.element);
  }
  std::string out;
  size_t number = 0;
  for (size_t i = 0; i < kSteps.size(); ++i) {
    if (elements.at(i).empty()) continue;
    out += fmt::format("{}. **{}.** {}\n", ++number, kSteps.at(i).title, kSteps.at(i).why);
    for (const std::string_view element : elements.at(i)) {
      out += fmt::format("   - {}\n", MarkdownCode(element));
    }
  }
  return out;
}

bool WorseFirst(const Finding* a, const Finding* b) {
  return std::tie(b->severity, a->element, a->rule, a->description) <
         std::tie(a->severity, b->element, b->rule, b->description);
}

void AppendFinding(const Finding& finding, std::string& out) {
  out += fmt::format("\n### {}\n\n{} ({}{}, {})\n\n", MarkdownCode(finding.element),
                     EscapeMarkdown(finding.description), Name(finding.severity),
                     finding.confidence == Confidence::kLow ? ", not certain" : "",
                     MarkdownCode(finding.rule));
  out += fmt::format("- What happens: {}\n", EscapeMarkdown(finding.impact));
  out += fmt::format("- What to do: {}\n", EscapeMarkdown(finding.recommendation));
  for (const std::string& note : finding.notes) {
    out += fmt::format("- Note: {}\n", EscapeMarkdown(note));
  }
}

std::string Section(const Report& report, const ConsumerText& text) {
  std::vector<const Finding*> findings;
  for (const Entry& entry : report.entries) {
    const Finding& finding = entry.finding;
    if (!finding.is_breaking) continue;
    const auto consumers = ConsumersOf(finding);
    if (std::find(consumers.begin(), consumers.end(), text.consumer) != consumers.end()) {
      findings.push_back(&finding);
    }
  }
  if (findings.empty()) return {};
  std::stable_sort(findings.begin(), findings.end(), WorseFirst);
  std::string out = fmt::format("\n## {}\n\n{}\n", text.title, text.who);
  for (const Finding* finding : findings) AppendFinding(*finding, out);
  return out;
}

}  // namespace

std::vector<Consumer> ConsumersOf(const Finding& finding) {
  std::vector<Consumer> consumers;
  for (const ConsumerText& text : kConsumers) {
    if ((finding.categories & text.protected_by) == 0) continue;
    // Calls are not stored.
    const bool call = finding.subject.kind == Subject::Kind::kService;
    if (text.consumer == Consumer::kStoredData && call) continue;
    consumers.push_back(text.consumer);
  }
  return consumers;
}

std::string RenderMigration(const Report& report) {
  const auto breaking = std::count_if(report.entries.begin(), report.entries.end(),
                                      [](const Entry& entry) { return entry.finding.is_breaking; });
  std::string out = fmt::format("# Migration from {} to {}\n\n", EscapeMarkdown(report.base),
                                EscapeMarkdown(report.head));
  out += breaking == 0
             ? "Nothing breaks, so nobody has to migrate.\n"
             : fmt::format("{} found.\n", Count(static_cast<size_t>(breaking), "breaking change"));
  if (!report.diagnostics.empty()) {
    out += "\nSome files could not be analysed, so this guide is not complete.\n";
  }
  const std::string order = Order(report);
  if (!order.empty()) out += "\n## Order of deployment\n\n" + order;
  for (const ConsumerText& text : kConsumers) out += Section(report, text);
  return out;
}

}  // namespace protowarden::report
