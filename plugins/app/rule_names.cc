// SPDX-License-Identifier: Apache-2.0
#include "plugins/app/rule_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "analyzer/base/did_you_mean.h"
#include "analyzer/base/text.h"
#include "llm/model_rules.h"
#include "rules/catalogue.h"

namespace protowarden::app {

std::span<const Rule> AllRules() {
  static const std::vector<Rule> kAll = [] {
    std::vector<Rule> all(rules::Catalogue().begin(), rules::Catalogue().end());
    all.insert(all.end(), llm::ModelRules().begin(), llm::ModelRules().end());
    std::sort(all.begin(), all.end(), [](const Rule& a, const Rule& b) { return a.id < b.id; });
    return all;
  }();
  return kAll;
}

const Rule* FindRule(std::string_view id) {
  const auto all = AllRules();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Rule& rule) { return rule.id == id; });
  return found == all.end() ? nullptr : &*found;
}

std::string RuleProblem(std::string_view id) {
  if (FindRule(id) != nullptr) return {};
  std::vector<std::string_view> ids;
  for (const Rule& rule : AllRules()) ids.push_back(rule.id);
  return fmt::format("There is no rule {}.{}", Quote(id), DidYouMean(id, ids));
}

report::RuleExample ExampleOf(const Rule& rule) {
  if (report::IsOfModel(rule)) {
    const llm::ModelRuleExample example = llm::ExampleOf(rule.id);
    return {example.before, example.after};
  }
  const rules::Example example = rules::ExampleOf(rule.id);
  return {example.before, example.after};
}

}  // namespace protowarden::app
