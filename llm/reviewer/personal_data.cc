// SPDX-License-Identifier: Apache-2.0
#include "llm/reviewer/personal_data.h"

#include <fmt/format.h>

#include "analyzer/base/text.h"
#include "analyzer/engine/engine.h"
#include "llm/clean_text.h"
#include "llm/reviewer/evidence.h"

namespace protowarden::llm {
namespace {

constexpr size_t kMaxReason = 500;

}  // namespace

Json PersonalDataTask::DataOf(size_t item) const {
  const UnsureField& field = fields_[item];
  Json data = {{"element", field.record->element},
               {"definition", field.definition},
               {"context", field.context}};
  if (field.told) {
    data["classifier"] = {{"level", Name(field.record->sensitivity)},
                          {"reason", CleanText(field.record->reason, kMaxReason)}};
  }
  return data;
}

void PersonalDataTask::Take(std::span<const size_t> items, const std::vector<Json>& answers) {
  for (size_t place = 0; place < items.size(); ++place) TakeAnswer(items[place], answers[place]);
}

void PersonalDataTask::TakeAnswer(size_t item, const Json& claim) {
  const UnsureField& field = fields_[item];
  const auto level = ParseSensitivity(TextOf(claim, "sensitivity"));
  if (!level.has_value()) return;
  const Sensitivity known = field.told ? field.record->sensitivity : Sensitivity::kPublic;
  const std::string quote = TextOf(claim, "quote");
  if (*level > known && !Occurs(quote, field.definition) && !Occurs(quote, field.context)) {
    ++dropped;
    return;
  }
  levels[item] = ClaimedLevel{*level, ConfidenceIn(claim), ShownText(claim, "reason")};
  if (*level > known) findings.push_back(FindingOf(field, *levels[item], claim));
}

Finding PersonalDataTask::FindingOf(const UnsureField& field, const ClaimedLevel& claimed,
                                    const Json& claim) const {
  const std::string kind = ShownText(claim, "kind");
  Finding finding;
  finding.rule = kPersonalDataRule;
  finding.source = FindingSource::kLlm;
  finding.concern = Concern::kPrivacy;
  finding.is_breaking = false;
  finding.category = "PII";
  finding.categories = category::kPii;
  finding.severity = SeverityOf(claimed.level);
  finding.confidence = claimed.confidence;
  finding.element = field.record->element;
  finding.subject = field.subject;
  finding.location = field.record->location;
  finding.description =
      fmt::format("Field {} may hold {} personal data{}, the classifier takes it for {}: {}",
                  Quote(field.record->field_path), Name(claimed.level),
                  kind.empty() ? "" : fmt::format(" ({})", kind), Name(field.record->sensitivity),
                  claimed.reason);
  finding.impact = "Data that nobody knows to be personal is not protected as such.";
  finding.recommendation =
      "Annotate the field with its level, or correct the classifier with `protowarden pii "
      "correct`.";
  finding.notes = {fmt::format("Evidence: {}.", Quote(ShownText(claim, "quote")))};
  finding.fingerprint = Fingerprint(finding);
  return finding;
}

}  // namespace protowarden::llm
