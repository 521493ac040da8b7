// SPDX-License-Identifier: Apache-2.0
//
// Rules about personal data that carries no annotation.
#include <fmt/format.h>

#include <array>

#include "analyzer/base/text.h"
#include "rules/pii/describe.h"
#include "rules/pii/families.h"

namespace protowarden::rules::pii {
namespace {

// Containers are left out: the fields inside them carry the annotation.
bool Lacks(const FieldRecord& record) {
  return record.sensitivity > Sensitivity::kPublic && !record.annotation.has_value() &&
         !record.container;
}

// True for what this change brings; without another side for everything.
bool IsNew(const FieldRecordPair& pair) {
  const FieldRecord* before = pair.before;
  if (before == nullptr) return true;
  // PII_ANNOTATION_REMOVED speaks of these.
  if (before->annotation.value_or(Sensitivity::kPublic) > Sensitivity::kPublic) return false;
  return !Lacks(*before) || before->sensitivity < pair.after.sensitivity;
}

void Report(const FieldRecordPair& pair, Reporter& reporter) {
  const FieldRecord& field = pair.after;
  const std::string type = field.pii_types.empty()
                               ? std::string()
                               : fmt::format(", (pii.v1.pii_type) = {}", field.pii_types.front());
  reporter.Add({.element = field.element,
                .at = field.location,
                .against = pair.before == nullptr ? Location{} : pair.before->location,
                .description = fmt::format("Field {} holds {} and has no annotation: {}.",
                                           Quote(field.field_path),
                                           DataOf(field, field.sensitivity), field.reason),
                .notes = {fmt::format("The annotation for it is [(pii.v1.sensitivity) = {}{}].",
                                      Name(field.sensitivity), type)},
                .severity = SeverityOf(field.sensitivity),
                .confidence = ConfidenceOf(field.confidence)});
}

void CheckHigh(const RuleContext& /*context*/, const FieldRecordPair& pair, Reporter& reporter) {
  if (pair.after.sensitivity != Sensitivity::kHigh) return;
  if (Lacks(pair.after) && IsNew(pair)) Report(pair, reporter);
}

void CheckOthers(const RuleContext& /*context*/, const FieldRecordPair& pair, Reporter& reporter) {
  if (pair.after.sensitivity == Sensitivity::kHigh) return;
  if (Lacks(pair.after) && IsNew(pair)) Report(pair, reporter);
}

constexpr std::array<Rule, 2> kRules = {{
    {.id = "PII_UNANNOTATED",
     .categories = category::kPii,
     .severity = Severity::kMedium,
     .title = "Fields with personal data are annotated",
     .impact =
         "Whoever reads the annotation to mask, encrypt or audit does not know the field. It stays "
         "out of the record of personal data that GDPR Art. 30 asks for.",
     .remedy = "Annotate the field with its level and kind; `protowarden annotate` does it. If it "
               "holds no personal data, say so with PUBLIC.",
     .source = "https://gdpr-info.eu/art-30-gdpr/",
     .check = CheckOthers,
     .buf_rule = false,
     .needs_inventory = true,
     .about_state = true},
    {.id = "PII_UNANNOTATED_HIGH",
     .categories = category::kPii,
     .severity = Severity::kHigh,
     .title = "Fields with HIGH personal data are annotated",
     .impact =
         "Government ids, payment data, health data, credentials and the like reach logs and "
         "callers in clear text, because nothing tells interceptors and log filters to mask the "
         "field.",
     .remedy = "Annotate the field with its level and kind before it carries data; `protowarden "
               "annotate` does it. If it holds no personal data, annotate it PUBLIC.",
     .source = "https://owasp.org/API-Security/editions/2023/en/"
               "0xa3-broken-object-property-level-authorization/",
     .check = CheckHigh,
     .buf_rule = false,
     .needs_inventory = true,
     .about_state = true},
}};

}  // namespace

std::span<const Rule> UnannotatedRules() { return kRules; }

}  // namespace protowarden::rules::pii
