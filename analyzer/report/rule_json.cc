// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "analyzer/report/rule_text.h"

namespace protowarden::report {
namespace {

using Json = nlohmann::ordered_json;

Json ToJson(const Rule& rule) {
  Json categories = Json::array();
  for (const auto& [name, bit] : kCategories) {
    if ((rule.categories & bit) != 0) categories.push_back(name);
  }
  return {{"id", rule.id},
          {"severity", Name(rule.severity)},
          {"categories", std::move(categories)},
          {"title", rule.title},
          {"impact", rule.impact},
          {"remedy", rule.remedy},
          {"source", rule.source},
          {"buf_rule", rule.buf_rule},
          {"reported_by", Name(IsOfModel(rule) ? FindingSource::kLlm : FindingSource::kRule)}};
}

std::string Dump(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string RenderRuleListJson(std::span<const Rule* const> rules) {
  Json list = Json::array();
  for (const Rule* rule : rules) list.push_back(ToJson(*rule));
  return Dump(list);
}

std::string RenderRuleJson(const Rule& rule, const RuleExample& example) {
  Json json = ToJson(rule);
  json["example"] = {{"before", example.before}, {"after", example.after}};
  return Dump(json);
}

}  // namespace protowarden::report
