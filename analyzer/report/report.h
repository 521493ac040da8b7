// SPDX-License-Identifier: Apache-2.0
//
// The result of a run as every writer sees it. Writers are pure: a Report in, text out.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/engine/acceptance.h"
#include "analyzer/engine/gate.h"
#include "analyzer/engine/reviewer.h"
#include "analyzer/engine/rule.h"
#include "analyzer/report/line_anchor.h"
#include "analyzer/report/pii_totals.h"
#include "analyzer/report/service_levels.h"
#include "analyzer/schema/schema.h"

namespace protowarden::report {

// A finding with the source line it points at, on both sides where known. Lines come without their
// line end and may hold anything that the file holds.
struct Entry {
  Finding finding;
  std::optional<std::string> after_line;
  std::optional<std::string> before_line;
  // Who accepted it and why. While it is not effective, the finding counts as if there were none.
  std::optional<Acceptance> acceptance;
  bool blocks = false;  // reaches the gate; set by Conclude
  // Where to mark what is gone from the file; set where the source was read.
  std::optional<LineAnchor> anchor = std::nullopt;

  [[nodiscard]] bool IsAccepted() const { return acceptance.has_value() && acceptance->effective; }
};

// An acceptance that does nothing, or not any more.
struct IdleAcceptance {
  enum class Why : uint8_t { kUnused, kExpired, kInvalid };
  Why why = Why::kUnused;
  Acceptance acceptance;
  std::string explanation;  // one sentence: what is wrong and what to do
};

// A file that decides what the gate lets through and that the change under judgement touches.
struct PolicyChange {
  std::string file;         // display path
  std::string description;  // one sentence: what was done to it, and which version was used
  bool needs_review = true;
  bool blocks = false;  // fails the gate until it is reviewed
};

struct Report {
  std::string command;    // "breaking", "check", ...
  std::string timestamp;  // RFC 3339 UTC; empty when there is none
  std::string head;       // what was analysed, e.g. "working tree"
  std::string base;       // what it was compared with, e.g. "commit 1a2b3c4 (merge base with main)"
  std::vector<std::string> proto_files;  // display paths of the compared files
  size_t files_total = 0;                // files of the schema, compared or not
  std::vector<Entry> entries;            // in report order
  std::vector<std::string> notes;
  std::vector<IdleAcceptance> idle_acceptances;
  std::vector<PolicyChange> policy_changes;
  std::optional<ReviewSummary> review;          // set when a language model took part
  std::vector<schema::Diagnostic> diagnostics;  // what could not be analysed
  Gate gate;
  // The personal data of the compared files on the new side; set when it was looked for.
  std::optional<PiiTotals> pii;
  bool pii_of_all = false;                  // that of the whole schema instead
  std::vector<ServiceLevels> pii_services;  // the same by service; empty where nobody asked
  size_t newly_exposed = 0;                 // findings about data that was not exposed before
  Severity overall_severity = Severity::kNone;
  bool can_deploy = true;
  std::vector<std::string> recommendations;  // unique, worst first
  // The rules that findings may come from, for formats that describe them. Sorted by id.
  std::span<const Rule> catalogue;
};

// Fills overall_severity, can_deploy, recommendations and what blocks from the entries, the
// diagnostics and the gate. Nothing may be deployed that could not be analysed. In shadow mode
// can_deploy says what enforcing would.
void Conclude(Report& report);

// True for a change that breaks nobody and asks for nothing: counted, and listed only on request.
[[nodiscard]] bool IsHarmless(const Finding& finding);
// Findings that reach the gate.
[[nodiscard]] size_t CountBlocking(const Report& report);

struct TextOptions {
  bool color = false;
  size_t width = 100;  // columns to wrap at
  int verbosity = 0;   // -1: one line a finding; 0: explained once a rule; 1: explained each time
};
// For people: grouped by file, source excerpt with caret, summary, verdict.
[[nodiscard]] std::string RenderText(const Report& report, const TextOptions& options);

// The findings alone, without notes and verdict.
[[nodiscard]] std::string RenderFindings(const Report& report, const TextOptions& options);

// The contract for scripts, described by report.schema.json. Ends with a newline.
[[nodiscard]] std::string RenderJson(const Report& report);

inline constexpr int kJsonSchemaVersion = 1;

// SARIF 2.1.0 with the limits of GitHub's code scanning (25,000 results, texts of a rule); what is
// left out is counted in a notification. Harmless changes are no results.
[[nodiscard]] std::string RenderSarif(const Report& report);

// Workflow commands of GitHub Actions, the worst first; GitHub shows ten errors, ten warnings and
// ten notices of a step, the rest is counted.
[[nodiscard]] std::string RenderGitHub(const Report& report);

// A comment on a pull request in GitHub's Markdown: the verdict, a table, details to unfold. At
// most 65,536 characters; what is left out is counted.
[[nodiscard]] std::string RenderMarkdown(const Report& report);

// JUnit XML: a suite a file, a case a finding. What fails the gate is a failure, what could not be
// analysed an error; everything else passes and is told in the output of its suite.
[[nodiscard]] std::string RenderJUnit(const Report& report);

// GitLab's Code Quality: a JSON array.
[[nodiscard]] std::string RenderCodeQuality(const Report& report);

// One page that needs no other file and no network: a table that can be read without scripts, and
// filters, source lines side by side and a chart of personal data with them.
[[nodiscard]] std::string RenderHtml(const Report& report);

}  // namespace protowarden::report
