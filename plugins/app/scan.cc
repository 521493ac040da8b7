// SPDX-License-Identifier: Apache-2.0
#include "plugins/app/scan.h"

#include "analyzer/engine/path_pattern.h"
#include "plugins/app/clock.h"
#include "plugins/app/inputs.h"
#include "rules/pii/scan.h"

namespace protowarden::app {
namespace {

// Only what PATH names is reported; the rest was read for its context.
void Restrict(const Input& input, const std::string& filter, Inventory& inventory) {
  if (filter.empty() || input.tree == nullptr) return;
  const auto outside = [&](const auto& record) {
    const load::SourceFile* file = input.workspace.Find(record.location.path);
    return file != nullptr && !PathMatches(filter, file->tree_path);
  };
  std::erase_if(inventory.fields, outside);
  std::erase_if(inventory.messages, outside);
  std::erase_if(inventory.methods, outside);
}

}  // namespace

Result<report::PiiReport> Scan(const ScanOptions& options, load::Timings& timings) {
  AnalyzeOptions analyze;
  analyze.path = options.path;
  analyze.staged = options.staged;
  analyze.config = options.config;
  analyze.import_roots = options.import_roots;
  analyze.jobs = options.jobs;
  auto opened = OpenInput(analyze);
  if (!opened.ok()) return opened.error();
  Input input = std::move(opened->input);
  load::Side side;
  side.tree = input.tree.get();
  side.workspace = &input.workspace;
  side.image_files = std::move(input.image_files);
  const load::LoadOptions load_options{.jobs = options.jobs, .progress = options.progress};
  load::Loaded loaded = load::LoadAll(std::move(side), load_options, timings);
  const schema::Usage usage(loaded.schema);
  const rules::pii::Policy& policy = rules::pii::BuiltinPolicy();
  const rules::pii::OptionNames names;
  const rules::pii::Classified classified = rules::pii::Classify(policy, loaded.schema, usage);
  report::PiiReport report;
  report.timestamp = Timestamp();
  report.head = input.description;
  report.inventory = rules::pii::TakeInventory(policy, names, loaded.schema, classified);
  Restrict(input, opened->filter, report.inventory);
  for (const auto& file : loaded.schema.files()) {
    if (file->is_target) report.proto_files.push_back(file->display_path);
  }
  report.notes = std::move(loaded.notes);
  report.diagnostics = std::move(loaded.diagnostics);
  return report;
}

ExitCode ExitCodeOf(const report::PiiReport& report) {
  return report.diagnostics.empty() ? ExitCode::kPassed : ExitCode::kCannotAnalyse;
}

}  // namespace protowarden::app
