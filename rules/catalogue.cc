// SPDX-License-Identifier: Apache-2.0
#include "rules/catalogue.h"

#include <algorithm>

#include "rules/pii/families.h"
#include "rules/semantic/families.h"
#include "rules/wire/families.h"

namespace protowarden::rules {
namespace {

std::vector<Rule> AllRules() {
  std::vector<Rule> all;
  for (const std::span<const Rule> family : {FileIdentityRules(),
                                             FileOptionRules(),
                                             FileDeletionRules(),
                                             PackageDeletionRules(),
                                             MessageRules(),
                                             ReservedRules(),
                                             FieldDeletionRules(),
                                             FieldTypeRules(),
                                             FieldCardinalityRules(),
                                             FieldIdentityRules(),
                                             FieldDefaultRules(),
                                             FieldEncodingRules(),
                                             EnumRules(),
                                             RpcRules(),
                                             pii::UnannotatedRules(),
                                             pii::AnnotationRules(),
                                             pii::NewlyExposedRules(),
                                             pii::ListingRules(),
                                             pii::UrlRules(),
                                             pii::AuditRules(),
                                             semantic::ValidationRules(),
                                             semantic::ApiContractRules(),
                                             semantic::PresenceRules(),
                                             semantic::BehaviourRules(),
                                             semantic::DocumentedRules(),
                                             semantic::ChangelogRules()}) {
    all.insert(all.end(), family.begin(), family.end());
  }
  std::sort(all.begin(), all.end(), [](const Rule& a, const Rule& b) { return a.id < b.id; });
  return all;
}

std::string_view ExampleText(std::string_view id, std::string_view side) {
  const std::string path = std::string(id) + "/" + std::string(side) + "/example.proto";
  for (const EmbeddedFile& file : ExampleFiles()) {
    if (file.path != path) continue;
    // The licence line is of no interest to a reader.
    return file.text.starts_with("// SPDX") ? file.text.substr(file.text.find('\n') + 1)
                                            : file.text;
  }
  return {};
}

}  // namespace

std::span<const Rule> Catalogue() {
  static const std::vector<Rule> kAll = AllRules();
  return kAll;
}

const Rule* FindRule(std::string_view id) {
  const auto rules = Catalogue();
  const auto found =
      std::find_if(rules.begin(), rules.end(), [&](const Rule& rule) { return rule.id == id; });
  return found == rules.end() ? nullptr : &*found;
}

Example ExampleOf(std::string_view id) {
  return {ExampleText(id, "before"), ExampleText(id, "after")};
}

std::vector<std::string_view> CategoryNames(CategorySet categories) {
  std::vector<std::string_view> names;
  for (const auto& [name, bit] : kCategories) {
    if ((categories & bit) != 0) names.push_back(name);
  }
  return names;
}

}  // namespace protowarden::rules
