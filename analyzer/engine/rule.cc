// SPDX-License-Identifier: Apache-2.0
#include "analyzer/engine/rule.h"

namespace protowarden {

CategorySet CategoryOf(std::string_view name) {
  for (const auto& [category_name, bit] : kCategories) {
    if (category_name == name) return bit;
  }
  return 0;
}

void Reporter::Add(Draft draft) {
  Finding finding;
  finding.rule = rule_.id;
  finding.severity = draft.severity.value_or(rule_.severity);
  finding.confidence = draft.confidence;
  finding.is_breaking = !draft.harmless;
  finding.categories = rule_.categories;
  finding.change = rule_.change == ChangeKind::kChanged && draft.against.file.empty()
                       ? ChangeKind::kAdded
                       : rule_.change;
  finding.repair = rule_.repair;
  if ((rule_.categories & category::kPii) != 0) finding.concern = Concern::kPrivacy;
  finding.element = std::move(draft.element);
  finding.location = std::move(draft.at);
  finding.against = std::move(draft.against);
  finding.description = std::move(draft.description);
  finding.impact = draft.impact.empty() ? std::string(rule_.impact) : std::move(draft.impact);
  finding.recommendation =
      draft.recommendation.empty() ? std::string(rule_.remedy) : std::move(draft.recommendation);
  finding.notes = std::move(draft.notes);
  finding.arguments = std::move(draft.arguments);
  findings_.push_back(std::move(finding));
}

Location At(const schema::File* file, const Span& span) {
  return {file->path, file->display_path, span};
}

Location AtFile(const schema::File* file) { return At(file, {}); }

Span FirstKnown(std::initializer_list<Span> spans) {
  for (const Span& span : spans) {
    if (span.known()) return span;
  }
  return {};
}

}  // namespace protowarden
