// SPDX-License-Identifier: Apache-2.0
//
// The result of a run as every writer sees it. Writers are pure: a Report in, text out.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/engine/finding.h"
#include "analyzer/schema/schema.h"

namespace protowarden::report {

// A line of source around a finding.
struct Excerpt {
  std::string line;  // without line end; may hold anything the file holds
};

struct Entry {
  Finding finding;
  std::optional<Excerpt> after;   // line at finding.location
  std::optional<Excerpt> before;  // line at finding.against
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
  std::vector<schema::Diagnostic> diagnostics;  // what could not be analysed
  Severity overall_severity = Severity::kNone;
  bool can_deploy = true;
  std::vector<std::string> recommendations;             // unique, worst first
  std::vector<std::pair<std::string, double>> timings;  // --timings: name, seconds; else empty
};

// Fills overall_severity, can_deploy and recommendations from the entries and diagnostics.
void Conclude(Report& report, Severity fail_on);

struct TextOptions {
  bool color = false;
  int width = 100;    // columns to wrap at
  int verbosity = 0;  // -1 quiet: summary only; 1: impact and recommendation for every finding
};
// For people: grouped by file, source excerpt with caret, summary, verdict.
[[nodiscard]] std::string RenderText(const Report& report, const TextOptions& options);

// The contract for scripts; report.schema.json describes it. Ends with a newline.
[[nodiscard]] std::string RenderJson(const Report& report);

inline constexpr int kJsonSchemaVersion = 1;

}  // namespace protowarden::report
