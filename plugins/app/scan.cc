// SPDX-License-Identifier: Apache-2.0
#include "plugins/app/scan.h"

#include <fmt/format.h>

#include <optional>

#include "analyzer/compare/comparison.h"
#include "analyzer/engine/engine.h"
#include "plugins/app/acceptances.h"
#include "plugins/app/clock.h"
#include "plugins/app/gate.h"
#include "plugins/app/inputs.h"
#include "plugins/app/inventory.h"
#include "plugins/app/pii_session.h"
#include "rules/catalogue.h"
#include "rules/pii/scan.h"

namespace protowarden::app {
namespace {

// Corrections of fields that are gone only look as if they did something.
void NoteStaleCorrections(const PiiSession& session, std::vector<std::string>& notes) {
  const auto fields = CorrectedFields(session);
  for (const auto& [field, correction] : session.pii.corrections) {
    if (fields.contains(field)) continue;
    notes.push_back(
        fmt::format("The correction of `{}` concerns no field of the schema. Remove it "
                    "from {} if the field is gone.",
                    field, session.policy().corrections));
  }
}

// Only what PATH names is reported; the rest was read for its context.
void Restrict(const PiiSession& session, report::PiiReport& report) {
  // Records come file by file.
  std::optional<std::string> last;
  bool is_outside = false;
  const auto outside = [&](const Location& location) {
    if (last == location.path) return is_outside;
    last = location.path;
    const schema::File* scanned = session.loaded.schema.FindFile(location.path);
    is_outside = scanned == nullptr || !scanned->is_target || session.IsOutside(location);
    return is_outside;
  };
  report.inventory.Cut(outside);
  std::erase_if(report.findings.entries,
                [&](const report::Entry& entry) { return outside(entry.finding.location); });
}

AnalyzeOptions OptionsOf(const ScanOptions& options) {
  AnalyzeOptions analyze;
  analyze.command = "pii";
  analyze.checks = Checks::kPrivacy;
  analyze.path = options.path;
  analyze.request = options.request;
  analyze.source_roots = options.source_roots;
  analyze.against = options.against;
  analyze.staged = options.staged;
  analyze.config = options.config;
  analyze.import_roots = options.import_roots;
  analyze.gate = options.gate;
  analyze.pii_policy = options.policy;
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
Status JudgeState(PiiSession& session, const GateOverrides& overrides, const InventoryIndex& index,
                  const Exposure& exposure, report::PiiReport& report) {
  const config::Config& config = session.input.workspace.config();
  PolicySpec spec = config.policy;
  spec.use = {"PII"};
  auto policy = Policy::Create(spec, rules::Catalogue());
  if (!policy.ok()) return policy.error();
  auto gate = MakeGate(config.gate, overrides, {&*policy});
  if (!gate.ok()) return gate.error();
  report.findings.gate = std::move(gate).value();
  report.findings.catalogue = rules::Catalogue();
  const schema::Schema nothing;
  const compare::Comparison comparison(nothing, session.loaded.schema);
  const ChangeUsage usage(nothing, session.loaded.schema, &*session.usage);
  EngineInput engine{
      comparison, [&](const std::string&) -> const Policy& { return *policy; }, {&*policy}};
  engine.inventory_after = &report.inventory;
  engine.usage = &usage;
  engine.index_after = &index;
  engine.exposure_after = &exposure;
  engine.one_sided = true;
  for (Finding& finding : RunRules(engine)) {
    report.findings.entries.push_back(
        {std::move(finding), std::nullopt, std::nullopt, std::nullopt});
  }
  return MarkAccepted(session.input, session.loaded.schema, {&*policy}, session.filter.empty(),
                      report.findings);
}

// Services and findings.
Status Judge(PiiSession& session, const GateOverrides& overrides, report::PiiReport& report,
             load::Timings& timings) {
  const load::Phase judging(timings, &load::Timings::rules);
  const InventoryIndex index(report.inventory);
  const Exposure exposure(session.loaded.schema, *session.usage, index, session.jobs);
  AddServices(session.loaded.schema, exposure, report.inventory);
  return JudgeState(session, overrides, index, exposure, report);
}

}  // namespace

Result<report::PiiReport> Scan(const ScanOptions& options, load::Timings& timings,
                               std::shared_ptr<void>* kept) {
  if (!options.against.empty()) return ScanChange(options, timings);
  const load::Phase opening(timings, &load::Timings::git);
  auto opened = OpenPii(options, timings);
  if (!opened.ok()) return opened.error();
  PiiSession& session = **opened;
  const schema::Schema& schema = session.loaded.schema;
  report::PiiReport report;
  report.timestamp = Timestamp();
  report.head = session.input.description;
  report.base = session.base;
  timings.Switch(&load::Timings::classify);
  const auto judged = std::make_shared<rules::pii::Classified>(session.Classify());
  const rules::pii::Classified& classified = *judged;
  report.inventory =
      rules::pii::TakeInventory(session.policy(), session.policy().annotations, schema, classified,
                                rules::pii::Extent::kAll, options.jobs);
  const Status ruled = Judge(session, options.gate, report, timings);
  if (!ruled.ok()) return ruled.error();
  timings.Switch(&load::Timings::report);
  Restrict(session, report);
  report.suggestions = SuggestionsOf(session, classified);
  for (const auto& file : schema.files()) {
    if (file->is_target) report.proto_files.push_back(file->display_path);
  }
  report.notes = std::move(session.loaded.notes);
  NoteStaleCorrections(session, report.notes);
  report.diagnostics = std::move(session.loaded.diagnostics);
  report.gated = options.gate.SetsThreshold();
  report.findings.diagnostics = report.diagnostics;
  report::Conclude(report.findings);
  if (kept != nullptr) {
    *kept = std::make_shared<std::pair<std::shared_ptr<void>, std::shared_ptr<void>>>(
        std::shared_ptr<void>(std::move(opened).value()), judged);
  }
  return report;
}

ExitCode ExitCodeOf(const report::PiiReport& report) {
  if (!report.diagnostics.empty()) return ExitCode::kCannotAnalyse;
  return report.gated ? ExitCodeOf(report.findings) : ExitCode::kPassed;
}

}  // namespace protowarden::app
