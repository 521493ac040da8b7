// SPDX-License-Identifier: Apache-2.0
#include "plugins/app/pii_correct.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/base/did_you_mean.h"
#include "analyzer/base/text.h"
#include "analyzer/io/tree_support.h"
#include "plugins/app/pii_session.h"

namespace protowarden::app {
namespace {

Result<rules::pii::Correction> Read(const CorrectionRequest& request,
                                    const rules::pii::Policy& policy) {
  rules::pii::Correction correction;
  std::string upper = request.level;
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::toupper(letter)); });
  const auto level = ParseSensitivity(upper);
  if (!level.has_value()) {
    return UsageError(
        fmt::format("{} is no level; use PUBLIC, LOW, MEDIUM or HIGH.", Quote(request.level)));
  }
  correction.level = *level;
  correction.type = request.type;
  if (!request.type.empty() && policy.FindType(request.type) == nullptr) {
    std::vector<std::string_view> ids;
    for (const auto& [id, type] : policy.types) ids.push_back(id);
    return UsageError(fmt::format(
        "There is no type {}.{} Own types are declared as [[pii.type]] in protowarden.toml.",
        Quote(request.type), DidYouMean(request.type, ids)));
  }
  correction.why = std::string(Trim(request.why));
  if (correction.why.empty() || !IsValidUtf8(correction.why)) {
    return UsageError("--why must say in a few words why, for whoever reviews the correction.");
  }
  return correction;
}

}  // namespace

Result<CorrectionOutcome> Correct(const ScanOptions& options, const CorrectionRequest& request) {
  load::Timings timings;
  auto opened = OpenPii(options, timings);
  if (!opened.ok()) return opened.error();
  PiiSession& session = **opened;
  if (session.pii.corrections_path.empty()) {
    return UsageError("A bare repository has no place for corrections. Pass --corrections FILE.");
  }
  auto correction = Read(request, session.policy());
  if (!correction.ok()) return correction.error();
  const auto field = FindField(session.loaded.schema, request.field);
  if (!field.ok()) return field.error();
  const std::string element = (*field)->FullName();
  const Sensitivity level = correction->level;
  const bool replaced = session.pii.corrections.contains(element);
  session.pii.corrections.insert_or_assign(element, std::move(correction).value());
  const rules::pii::Classified classified = session.Classify();
  const auto& opinion = classified.fields.at(*field).opinion;
  CorrectionOutcome outcome;
  outcome.path = session.pii.corrections_path;
  outcome.text = rules::pii::RenderCorrections(session.pii.corrections);
  outcome.summary = fmt::format("{} `{}` as {} in {}; the classifier says {}.",
                                replaced ? "Corrected again" : "Recorded", Printable(element),
                                Name(level), io::ShowPath(outcome.path, outcome.path),
                                Name(opinion.has_value() ? opinion->sensitivity : level));
  outcome.suggestions = SuggestionsOf(session, classified);
  return outcome;
}

}  // namespace protowarden::app
