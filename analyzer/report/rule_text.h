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

// True for a row that no check stands behind: a language model reports it, the engine does not.
[[nodiscard]] bool IsOfModel(const Rule& rule);

// "FILE, PACKAGE"; "-" for none.
[[nodiscard]] std::string CategoryText(CategorySet categories);

// A table: id, severity, categories, title, and which rows a language model reports.
[[nodiscard]] std::string RenderRuleList(std::span<const Rule* const> rules,
                                         const TextOptions& options);
// Everything about one rule.
[[nodiscard]] std::string RenderRule(const Rule& rule, const RuleExample& example,
                                     const TextOptions& options);

// A JSON array of objects with id, severity, categories, title, impact, remedy, source,
// buf_rule and reported_by ("rule" or "llm").
[[nodiscard]] std::string RenderRuleListJson(std::span<const Rule* const> rules);
// One such object with the example added.
[[nodiscard]] std::string RenderRuleJson(const Rule& rule, const RuleExample& example);

}  // namespace protowarden::report
