// SPDX-License-Identifier: Apache-2.0
#include "llm/reviewer/personal_data.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/base/text.h"
#include "analyzer/engine/engine.h"
#include "llm/clean_text.h"
#include "llm/reviewer/evidence.h"
#include "llm/reviewer/votes.h"

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

bool PersonalDataTask::Raises(size_t item, Sensitivity level) const {
  const UnsureField& field = fields_[item];
  return level > (field.told ? field.record->sensitivity : Sensitivity::kPublic);
}

bool PersonalDataTask::IsShown(size_t item, const Json& claim) const {
  const auto level = ParseSensitivity(TextOf(claim, "sensitivity"));
  if (!level.has_value()) return false;
  const std::string quote = TextOf(claim, "quote");
  return !Raises(item, *level) || Occurs(quote, fields_[item].definition) ||
         Occurs(quote, fields_[item].context);
}

bool PersonalDataTask::IsDoubtful(size_t item, const Json& answer, const Doubt& doubt) const {
  const auto level = ParseSensitivity(TextOf(answer, "sensitivity"));
  const bool raises = level.has_value() && Raises(item, *level);
  return doubt.Has(raises ? SeverityOf(*level) : Severity::kNone, ConfidenceIn(answer));
}

Json PersonalDataTask::MajorityOf(size_t item, const std::vector<Json>& answers) {
  std::vector<Json> shown;
  std::vector<Sensitivity> votes;
  for (const Json& answer : answers) {
    if (!IsShown(item, answer)) continue;
    shown.push_back(answer);
    votes.push_back(*ParseSensitivity(TextOf(answer, "sensitivity")));
  }
  if (votes.empty()) return answers.front();
  dropped += answers.size() - shown.size();
  const Winner<Sensitivity> winner = MostVoted(votes);
  Json taken = shown[static_cast<size_t>(std::find(votes.begin(), votes.end(), winner.value) -
                                         votes.begin())];
  if (votes.size() > 1) taken["confidence"] = Name(AgreementOf(winner.votes, votes.size()));
  return taken;
}

void PersonalDataTask::TakeAnswer(size_t item, const Json& claim) {
  if (!IsShown(item, claim)) {
    ++dropped;
    return;
  }
  const Sensitivity level = *ParseSensitivity(TextOf(claim, "sensitivity"));
  levels[item] = ClaimedLevel{level, ConfidenceIn(claim), ShownText(claim, "reason")};
  if (Raises(item, level)) findings.push_back(FindingOf(fields_[item], *levels[item], claim));
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
