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
  return {{"element", field.record->element},
          {"definition", field.definition},
          {"context", field.context},
          {"classifier",
           {{"level", Name(field.record->sensitivity)},
            {"reason", CleanText(field.record->reason, kMaxReason)}}}};
}

void PersonalDataTask::Take(std::span<const size_t> items, const std::vector<Json>& answers) {
  for (size_t place = 0; place < items.size(); ++place) {
    const UnsureField& field = fields_[items[place]];
    const Json& claim = answers[place];
    const auto level = ParseSensitivity(TextOf(claim, "sensitivity"));
    if (!level.has_value() || *level <= field.record->sensitivity) continue;
    const std::string quote = TextOf(claim, "quote");
    if (!Occurs(quote, field.definition) && !Occurs(quote, field.context)) {
      ++dropped;
      continue;
    }
    const std::string kind = ShownText(claim, "kind");
    Finding finding;
    finding.rule = kPersonalDataRule;
    finding.source = FindingSource::kLlm;
    finding.concern = Concern::kPrivacy;
    finding.is_breaking = false;
    finding.category = "PII";
    finding.categories = category::kPii;
    finding.severity = SeverityOf(*level);
    finding.confidence = ConfidenceIn(claim);
    finding.element = field.record->element;
    finding.subject = field.subject;
    finding.location = field.record->location;
    finding.description =
        fmt::format("Field {} may hold {} personal data{}, the classifier takes it for {}: {}",
                    Quote(field.record->field_path), Name(*level),
                    kind.empty() ? "" : fmt::format(" ({})", kind), Name(field.record->sensitivity),
                    ShownText(claim, "reason"));
    finding.impact = "Data that nobody knows to be personal is not protected as such.";
    finding.recommendation =
        "Annotate the field with its level, or correct the classifier with `protowarden pii "
        "correct`.";
    finding.notes = {fmt::format("Evidence: {}.", Quote(ShownText(claim, "quote")))};
    finding.fingerprint = Fingerprint(finding);
    findings.push_back(std::move(finding));
  }
}

}  // namespace protowarden::llm
