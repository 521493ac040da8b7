// SPDX-License-Identifier: Apache-2.0
#include "plugins/app/scan.h"

#include <fmt/format.h>

#include "plugins/app/clock.h"
#include "plugins/app/pii_session.h"

namespace protowarden::app {
namespace {

// Corrections of fields that are gone only look as if they did something.
void NoteStaleCorrections(const PiiSession& session, std::vector<std::string>& notes) {
  const auto fields = CorrectedFields(session);
  for (const auto& [field, correction] : session.corrections) {
    if (fields.contains(field)) continue;
    notes.push_back(
        fmt::format("The correction of `{}` concerns no field of the schema. Remove it "
                    "from {} if the field is gone.",
                    field, session.policy().corrections));
  }
}

}  // namespace

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
