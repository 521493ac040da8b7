// SPDX-License-Identifier: Apache-2.0
//
// What findings of a language model are called, as rows for `rules`, `explain` and the reports. No
// check stands behind them: the engine never runs them, and policies cannot select them.
#pragma once

#include <span>
#include <string_view>

#include "analyzer/engine/rule.h"

namespace protowarden::llm {

// Sorted by id.
[[nodiscard]] std::span<const Rule> ModelRules();

// What such a finding may be about, before and after a change; empty for an unknown id.
struct ModelRuleExample {
  std::string_view before;
  std::string_view after;
};
[[nodiscard]] ModelRuleExample ExampleOf(std::string_view id);

}  // namespace protowarden::llm
