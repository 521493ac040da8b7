// SPDX-License-Identifier: Apache-2.0
//
// The families of rules about what calls and readers do; one file each.
#pragma once

#include <span>

#include "analyzer/engine/rule.h"

namespace protowarden::rules::semantic {

// Every row of these families has them.
inline constexpr CategorySet kBehaviourCategories = category::kSemantic | category::kBehaviour;

[[nodiscard]] std::span<const Rule> NumberRules();
[[nodiscard]] std::span<const Rule> EnumBehaviourRules();
[[nodiscard]] std::span<const Rule> MeaningRules();
[[nodiscard]] std::span<const Rule> RangeRules();
[[nodiscard]] std::span<const Rule> MethodBehaviourRules();

}  // namespace protowarden::rules::semantic
