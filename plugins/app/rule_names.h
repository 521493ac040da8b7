// SPDX-License-Identifier: Apache-2.0
//
// Everything that a finding may be called: the rules of the catalogue, and what a language model
// reports.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "analyzer/engine/rule.h"
#include "analyzer/report/rule_text.h"

namespace protowarden::app {

// Sorted by id. The span lives as long as the program.
[[nodiscard]] std::span<const Rule> AllRules();

// nullptr when there is none.
[[nodiscard]] const Rule* FindRule(std::string_view id);

// Why there is no such rule, with a did-you-mean; empty when there is one.
[[nodiscard]] std::string RuleProblem(std::string_view id);

[[nodiscard]] report::RuleExample ExampleOf(const Rule& rule);

}  // namespace protowarden::app
