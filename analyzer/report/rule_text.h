// SPDX-License-Identifier: Apache-2.0
//
// Rules as `protowarden rules` and `protowarden explain` show them. Pure functions of the rule's
// row and its example.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "analyzer/engine/rule.h"
#include "analyzer/report/report.h"

namespace protowarden::report {

// The example schema of a rule; empty text where the file does not exist on that side.
struct RuleExample {
  std::string_view before;
  std::string_view after;
};

// "FILE, PACKAGE"; "-" for none.
[[nodiscard]] std::string CategoryText(CategorySet categories);

// A table: id, severity, categories, title.
[[nodiscard]] std::string RenderRuleList(std::span<const Rule* const> rules,
                                         const TextOptions& options);
// Everything about one rule.
[[nodiscard]] std::string RenderRule(const Rule& rule, const RuleExample& example,
                                     const TextOptions& options);

// A JSON array of objects with id, severity, categories, title, impact, remedy, source and
// buf_rule.
[[nodiscard]] std::string RenderRuleListJson(std::span<const Rule* const> rules);
// One such object with the example added.
[[nodiscard]] std::string RenderRuleJson(const Rule& rule, const RuleExample& example);

}  // namespace protowarden::report
