// SPDX-License-Identifier: Apache-2.0
#include "plugins/app/rule_names.h"

#include <fmt/format.h>

#include <vector>

#include "analyzer/base/did_you_mean.h"
#include "analyzer/base/text.h"
#include "llm/reviewer/evidence.h"
#include "rules/catalogue.h"

namespace protowarden::app {

std::string RuleProblem(std::string_view id) {
  if (rules::FindRule(id) != nullptr) return {};
  if (id == llm::kCompatibilityRule || id == llm::kPersonalDataRule) return {};
  std::vector<std::string_view> ids;
  for (const Rule& rule : rules::Catalogue()) ids.push_back(rule.id);
  return fmt::format("There is no rule {}.{}", Quote(id), DidYouMean(id, ids));
}

}  // namespace protowarden::app
