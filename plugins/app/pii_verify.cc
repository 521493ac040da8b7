// SPDX-License-Identifier: Apache-2.0
#include "plugins/app/pii_verify.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/base/text.h"
#include "analyzer/io/tree_support.h"
#include "plugins/app/clock.h"
#include "plugins/app/pii_session.h"
#include "rules/pii/verify.h"

namespace protowarden::app {
namespace {

namespace pii = rules::pii;

// An annotated schema as a reference.
Status AddSchema(const ScanOptions& options, const std::string& path,
                 std::vector<schema::Diagnostic>& diagnostics, pii::Reference& reference) {
  ScanOptions of_reference = options;
  of_reference.path = path;
  of_reference.staged = false;
  load::Timings timings;
  auto opened = OpenPii(of_reference, timings);
  if (!opened.ok()) return opened.error();
  PiiSession& session = **opened;
  const size_t before = reference.fields.size();
  pii::AddAnnotations(session.TakeInventory(session.Classify()), reference);
  for (const schema::Diagnostic& diagnostic : session.loaded.diagnostics) {
    diagnostics.push_back(diagnostic);
  }
  if (reference.fields.size() > before || !session.loaded.diagnostics.empty()) return Ok();
  return UsageError(fmt::format(
      "{} has no field that is annotated with ({}). Name a .tsv table or an annotated schema.",
      Printable(path), session.policy().annotations.sensitivity));
}

}  // namespace

Result<report::VerificationReport> VerifyScan(const ScanOptions& options,
                                              const std::vector<std::string>& references,
                                              double min_accuracy, load::Timings& timings) {
  report::VerificationReport report;
  pii::Reference reference;
  for (const std::string& path : references) {
    if (!path.ends_with(".tsv")) {
      const Status added = AddSchema(options, path, report.diagnostics, reference);
      if (!added.ok()) return added.error();
      continue;
    }
    const Result<std::string> text = io::ReadFile(path);
    if (!text.ok()) return UsageError(text.error().message);
    const Status added = pii::AddTable(*text, path, reference);
    if (!added.ok()) return added.error();
  }
  if (reference.empty() && report.diagnostics.empty()) {
    return UsageError("The reference has no rows, so nothing could be verified.");
  }
  auto opened = OpenPii(options, timings);
  if (!opened.ok()) return opened.error();
  PiiSession& session = **opened;
  report.timestamp = Timestamp();
  report.head = session.input.description;
  report.references = references;
  report.verification = pii::Verify(session.TakeInventory(session.Classify(false)), reference);
  report.min_accuracy = min_accuracy;
  report.notes = std::move(session.loaded.notes);
  for (schema::Diagnostic& diagnostic : session.loaded.diagnostics) {
    report.diagnostics.push_back(std::move(diagnostic));
  }
  report.passed = report.diagnostics.empty() && report.verification.Reaches(min_accuracy);
  return report;
}

ExitCode ExitCodeOf(const report::VerificationReport& report) {
  if (!report.diagnostics.empty()) return ExitCode::kCannotAnalyse;
  return report.passed ? ExitCode::kPassed : ExitCode::kGateFailed;
}

Result<report::ExplanationReport> ExplainField(const ScanOptions& options, const std::string& field,
                                               load::Timings& timings) {
  auto opened = OpenPii(options, timings);
  if (!opened.ok()) return opened.error();
  PiiSession& session = **opened;
  const auto found = FindField(session.loaded.schema, field);
  if (!found.ok()) return found.error();
  pii::Classified classified = session.Classify(true, *found);
  session.filter.clear();
  const Inventory inventory = session.TakeInventory(classified);
  const std::string element = (*found)->FullName();
  const auto record = std::find_if(inventory.fields.begin(), inventory.fields.end(),
                                   [&](const FieldRecord& row) { return row.element == element; });
  if (record == inventory.fields.end()) {
    return UsageError(fmt::format("{} was only imported. Name its file as PATH.", Quote(element)));
  }
  report::ExplanationReport report;
  report.timestamp = Timestamp();
  report.head = session.input.description;
  report.field = *record;
  report.steps = std::move(classified.trace);
  return report;
}

}  // namespace protowarden::app
