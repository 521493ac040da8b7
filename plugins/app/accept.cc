// SPDX-License-Identifier: Apache-2.0
#include "plugins/app/accept.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "analyzer/base/text.h"
#include "analyzer/config/acceptance_file.h"
#include "analyzer/io/tree_support.h"
#include "plugins/app/rule_names.h"
#include "plugins/app/scan.h"

namespace protowarden::app {
namespace {

namespace fs = std::filesystem;

// Fewer characters of a fingerprint are no choice.
constexpr size_t kShortest = 6;

Status Check(const AcceptRequest& request) {
  const bool by_rule = !request.rule.empty() || !request.element.empty();
  if (by_rule == !request.fingerprints.empty()) {
    return UsageError(
        "Pass the fingerprints of findings (`protowarden check -v` shows them), or --rule and "
        "--element.");
  }
  if (by_rule && (request.rule.empty() || request.element.empty())) {
    return UsageError("--rule and --element belong together: every finding of that rule there.");
  }
  if (by_rule) {
    std::string problem = RuleProblem(request.rule);
    if (!problem.empty()) return UsageError(std::move(problem));
  }
  if (Trim(request.why).empty() || !IsValidUtf8(request.why)) {
    return UsageError("--why must say in a few words why this is accepted, for its reviewers.");
  }
  if (!request.until.empty() && !IsDay(request.until)) {
    return UsageError(
        fmt::format("--until: {} is no day; write 2027-01-31.", Quote(request.until)));
  }
  return Ok();
}

// The finding that a fingerprint or its beginning names.
Result<const Finding*> FindFinding(const report::Report& report, const std::string& fingerprint) {
  if (fingerprint.size() < kShortest) {
    return UsageError(fmt::format("{} is too short; write at least {} characters of a fingerprint.",
                                  Quote(fingerprint), kShortest));
  }
  std::map<std::string_view, const Finding*> found;  // one finding may stand at several places
  for (const report::Entry& entry : report.entries) {
    if (entry.finding.fingerprint.starts_with(fingerprint)) {
      found.emplace(entry.finding.fingerprint, &entry.finding);
    }
  }
  if (found.size() == 1) return found.begin()->second;
  if (found.empty()) {
    return UsageError(fmt::format(
        "No finding of this comparison ({} with {}) has the fingerprint {}. `protowarden check -v` "
        "shows them; for what only `protowarden pii` says pass --rule and --element.",
        report.head, report.base, Quote(fingerprint)));
  }
  return UsageError(fmt::format("{} findings begin with {}. Write more of the fingerprint.",
                                found.size(), Quote(fingerprint)));
}

// Where a file of acceptances belongs.
Result<std::string> PathOf(const std::string& given, const std::string& base,
                           std::string_view usual) {
  if (!given.empty()) return given;
  if (!base.empty()) return (fs::path(base) / usual).string();
  return UsageError("A bare repository has no place for acceptances. Pass --file FILE.");
}

Result<std::vector<Acceptance>> ReadExisting(const std::string& path) {
  std::error_code failure;
  if (!fs::exists(path, failure)) return std::vector<Acceptance>();
  const Result<std::string> text = io::ReadFile(path);
  if (!text.ok()) return text.error();
  return config::ReadAcceptances(*text, io::ShowPath(path, path), AcceptanceOrigin::kFile);
}

Acceptance RowOf(const Finding& finding) {
  Acceptance row;
  row.rule = finding.rule;
  row.element = finding.element;
  row.fingerprint = finding.fingerprint;
  return row;
}

// The rows that a request asks for, with all but the reason.
Result<std::vector<Acceptance>> RowsOf(const AcceptRequest& request, const report::Report& report) {
  std::vector<Acceptance> rows;
  if (request.fingerprints.empty()) {
    Acceptance row;
    row.rule = request.rule;
    row.element = request.element;
    rows.push_back(std::move(row));
  }
  for (const std::string& fingerprint : request.fingerprints) {
    const auto finding = FindFinding(report, fingerprint);
    if (!finding.ok()) return finding.error();
    rows.push_back(RowOf(**finding));
  }
  return rows;
}

void AddFindings(const report::Report& report, std::map<std::string, Acceptance>& rows) {
  for (const report::Entry& entry : report.entries) {
    if (!report::IsHarmless(entry.finding)) {
      rows.emplace(entry.finding.fingerprint, RowOf(entry.finding));
    }
  }
}

ScanOptions StateOf(const AnalyzeOptions& options) {
  ScanOptions scan;
  scan.path = options.path;
  scan.staged = options.staged;
  scan.config = options.config;
  scan.import_roots = options.import_roots;
  scan.policy = options.pii_policy;
  scan.excerpts = false;
  scan.jobs = options.jobs;
  scan.progress = options.progress;
  return scan;
}

}  // namespace

Result<AcceptOutcome> Accept(const AnalyzeOptions& options, const AcceptRequest& request) {
  const Status checked = Check(request);
  if (!checked.ok()) return checked.error();
  load::Timings timings;
  auto analysis = AnalyzeWithInventory(options, timings);
  if (!analysis.ok()) return analysis.error();
  auto rows = RowsOf(request, analysis->report);
  if (!rows.ok()) return rows.error();
  const auto path = PathOf(request.file, analysis->base, config::kAcceptedFile);
  if (!path.ok()) return path.error();
  auto all = ReadExisting(*path);
  if (!all.ok()) return all.error();
  AcceptOutcome outcome;
  outcome.path = *path;
  for (Acceptance& row : *rows) {
    row.reason = Trim(request.why);
    row.until = request.until;
    // A new reason replaces the old one.
    std::erase_if(*all, [&](const Acceptance& other) {
      return other.rule == row.rule && other.element == row.element &&
             other.fingerprint == row.fingerprint;
    });
    outcome.summary += fmt::format("Accepted {} on {} in {}.\n", row.rule, Quote(row.element),
                                   io::ShowPath(*path, *path));
    all->push_back(std::move(row));
  }
  if (analysis->pending) {
    outcome.summary +=
        "It counts from the next change on; in this one it awaits a reviewer, because a change "
        "does "
        "not decide about itself ([acceptance] in protowarden.toml).\n";
  }
  outcome.text = config::RenderAcceptances(std::move(all).value(), AcceptanceOrigin::kFile);
  return outcome;
}

Result<AcceptOutcome> MakeBaseline(const AnalyzeOptions& options, const std::string& file) {
  std::map<std::string, Acceptance> rows;  // by fingerprint
  load::Timings timings;
  const auto state = Scan(StateOf(options), timings);
  if (!state.ok()) return state.error();
  AddFindings(state->findings, rows);
  if (!options.against.empty()) {
    const auto analysis = AnalyzeWithInventory(options, timings);
    if (!analysis.ok()) return analysis.error();
    AddFindings(analysis->report, rows);
  }
  const auto path = PathOf(file, state->base, config::kBaselineFile);
  if (!path.ok()) return path.error();
  std::vector<Acceptance> list;
  for (auto& [fingerprint, row] : rows) list.push_back(std::move(row));
  AcceptOutcome outcome;
  outcome.path = *path;
  outcome.summary = fmt::format("Wrote {} to {}. They stay visible and fail no run.\n",
                                Count(list.size(), "finding"), io::ShowPath(*path, *path));
  outcome.text = config::RenderAcceptances(std::move(list), AcceptanceOrigin::kBaseline);
  return outcome;
}

}  // namespace protowarden::app
