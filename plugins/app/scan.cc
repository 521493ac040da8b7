// SPDX-License-Identifier: Apache-2.0
#include "plugins/app/scan.h"

#include <fmt/format.h>

#include "plugins/app/clock.h"
#include "plugins/app/pii_session.h"

namespace protowarden::app {
namespace {

// Corrections of fields that are gone only look as if they did something.
void NoteStaleCorrections(const PiiSession& session, std::vector<std::string>& notes) {
  for (const auto& [field, correction] : session.corrections) {
    const auto found = FindField(session.loaded.schema, field);
    if (found.ok() && (*found)->FullName() == field) continue;
    notes.push_back(
        fmt::format("The correction of `{}` concerns no field of the schema. Remove it "
                    "from {} if the field is gone.",
                    field, session.policy().corrections));
  }
}

}  // namespace

std::vector<report::PiiSuggestion> SuggestionsOf(const PiiSession& session,
                                                 const rules::pii::Classified& classified) {
  const auto needed = [&](const std::string& name) {
    const auto field = FindField(session.loaded.schema, name);
    if (!field.ok()) return false;
    const rules::pii::Classification& own = classified.fields.at(*field);
    return own.opinion.has_value() && own.opinion->sensitivity != own.level;
  };
  std::vector<report::PiiSuggestion> suggestions;
  for (rules::pii::Proposal& row : ProposeRules(session.corrections, needed)) {
    suggestions.push_back({std::move(row.reason), std::move(row.toml)});
  }
  return suggestions;
}

Result<report::PiiReport> Scan(const ScanOptions& options, load::Timings& timings) {
  auto opened = OpenPii(options, timings);
  if (!opened.ok()) return opened.error();
  PiiSession& session = **opened;
  const rules::pii::Classified classified = session.Classify();
  report::PiiReport report;
  report.timestamp = Timestamp();
  report.head = session.input.description;
  report.inventory = session.TakeInventory(classified);
  report.suggestions = SuggestionsOf(session, classified);
  for (const auto& file : session.loaded.schema.files()) {
    if (file->is_target) report.proto_files.push_back(file->display_path);
  }
  report.notes = std::move(session.loaded.notes);
  NoteStaleCorrections(session, report.notes);
  report.diagnostics = std::move(session.loaded.diagnostics);
  return report;
}

ExitCode ExitCodeOf(const report::PiiReport& report) {
  return report.diagnostics.empty() ? ExitCode::kPassed : ExitCode::kCannotAnalyse;
}

}  // namespace protowarden::app
