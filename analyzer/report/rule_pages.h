// SPDX-License-Identifier: Apache-2.0
//
// The generated documentation of the rules (rules/docs): one Markdown page a rule and an index.
#pragma once

#include <span>
#include <string>

#include "analyzer/engine/rule.h"
#include "analyzer/report/rule_text.h"

namespace protowarden::report {

// The page of one rule; its file is named RulePageName(rule).
[[nodiscard]] std::string RulePage(const Rule& rule, const RuleExample& example);
[[nodiscard]] std::string RulePageName(const Rule& rule);  // "FIELD_NO_DELETE.md"

// The index: a table of all rules that links to the pages. Its file is README.md.
[[nodiscard]] std::string RuleIndex(std::span<const Rule* const> rules);

}  // namespace protowarden::report
