// SPDX-License-Identifier: Apache-2.0
#include "plugins/app/scan.h"

#include "analyzer/compare/comparison.h"
#include "analyzer/engine/engine.h"
#include "analyzer/engine/path_pattern.h"
#include "plugins/app/clock.h"
#include "plugins/app/inputs.h"
#include "plugins/app/inventory.h"
#include "rules/catalogue.h"

namespace protowarden::app {
namespace {

// Only what PATH names is reported; the rest was read for its context.
void Restrict(const Input& input, const std::string& filter, const schema::Schema& schema,
              report::PiiReport& report) {
  const auto outside = [&](const Location& location) {
    const schema::File* scanned = schema.FindFile(location.path);
    if (scanned == nullptr || !scanned->is_target) return true;
    if (filter.empty() || input.tree == nullptr) return false;
    const load::SourceFile* file = input.workspace.Find(location.path);
    return file != nullptr && !PathMatches(filter, file->tree_path);
  };
  const auto cut = [&](const auto& record) { return outside(record.location); };
  std::erase_if(report.inventory.fields, cut);
  std::erase_if(report.inventory.messages, cut);
  std::erase_if(report.inventory.methods, cut);
  std::erase_if(report.findings.entries,
                [&](const report::Entry& entry) { return outside(entry.finding.location); });
}

AnalyzeOptions OptionsOf(const ScanOptions& options) {
  AnalyzeOptions analyze;
  analyze.command = "pii";
  analyze.checks = Checks::kPrivacy;
  analyze.path = options.path;
  analyze.against = options.against;
  analyze.staged = options.staged;
  analyze.config = options.config;
  analyze.import_roots = options.import_roots;
  analyze.fail_on = options.fail_on;
  analyze.excerpts = options.excerpts;
  analyze.jobs = options.jobs;
  analyze.progress = options.progress;
  return analyze;
}

Result<report::PiiReport> ScanChange(const ScanOptions& options, load::Timings& timings) {
  auto analysis = AnalyzeWithInventory(OptionsOf(options), timings);
  if (!analysis.ok()) return analysis.error();
  report::PiiReport report;
  report.findings = std::move(analysis->report);
  report.timestamp = report.findings.timestamp;
  report.head = report.findings.head;
  report.proto_files = std::move(analysis->files);
  report.inventory = std::move(analysis->inventory);
  report.notes = report.findings.notes;
  report.diagnostics = report.findings.diagnostics;
  report.compared = true;
  report.gated = true;
  return report;
}

// What the rules say about one version.
Status JudgeState(const Input& input, const schema::Schema& schema, report::PiiReport& report) {
  const config::Config& config = input.workspace.config();
  PolicySpec spec = config.policy;
  spec.use = {"PII"};
  auto policy = Policy::Create(spec, rules::Catalogue());
  if (!policy.ok()) return policy.error();
  const schema::Schema nothing;
  const compare::Comparison comparison(nothing, schema);
  EngineInput engine{
      comparison, [&](const std::string&) -> const Policy& { return *policy; }, {&*policy}};
  engine.inventory_after = &report.inventory;
  engine.one_sided = true;
  for (Finding& finding : RunRules(engine)) {
    report.findings.entries.push_back({std::move(finding), std::nullopt, std::nullopt});
  }
  report.findings.pii_fail_on = config.pii_fail_on;
  return Ok();
}

}  // namespace

Result<report::PiiReport> Scan(const ScanOptions& options, load::Timings& timings) {
  if (!options.against.empty()) return ScanChange(options, timings);
  auto opened = OpenInput(OptionsOf(options));
  if (!opened.ok()) return opened.error();
  Input input = std::move(opened->input);
  load::Side side;
  side.tree = input.tree.get();
  side.workspace = &input.workspace;
  side.image_files = std::move(input.image_files);
  const load::LoadOptions load_options{.jobs = options.jobs, .progress = options.progress};
  load::Loaded loaded = load::LoadAll(std::move(side), load_options, timings);
  report::PiiReport report;
  report.timestamp = Timestamp();
  report.head = input.description;
  report.inventory = InventoryOf(loaded.schema);
  AddServices(loaded.schema, report.inventory);
  const Status judged = JudgeState(input, loaded.schema, report);
  if (!judged.ok()) return judged.error();
  Restrict(input, opened->filter, loaded.schema, report);
  for (const auto& file : loaded.schema.files()) {
    if (file->is_target) report.proto_files.push_back(file->display_path);
  }
  report.notes = std::move(loaded.notes);
  report.diagnostics = std::move(loaded.diagnostics);
  report.gated = options.fail_on.has_value();
  report.findings.diagnostics = report.diagnostics;
  report.findings.pii_fail_on = options.fail_on.value_or(report.findings.pii_fail_on);
  report::Conclude(report.findings);
  return report;
}

Result<load::Loaded> LoadSchema(const ScanOptions& options) {
  auto opened = OpenInput(OptionsOf(options));
  if (!opened.ok()) return opened.error();
  Input& input = opened->input;
  load::Side side;
  side.tree = input.tree.get();
  side.workspace = &input.workspace;
  side.image_files = std::move(input.image_files);
  load::Timings timings;
  return load::LoadAll(std::move(side), {.jobs = options.jobs}, timings);
}

ExitCode ExitCodeOf(const report::PiiReport& report) {
  if (!report.diagnostics.empty()) return ExitCode::kCannotAnalyse;
  return report.gated && !report.findings.can_deploy ? ExitCode::kGateFailed : ExitCode::kPassed;
}

}  // namespace protowarden::app
