// SPDX-License-Identifier: Apache-2.0
//
// The families of rules about the contract of an API; one file each.
#pragma once

#include <span>

#include "analyzer/engine/rule.h"

namespace protowarden::rules::semantic {

// Every row of these families has them.
inline constexpr CategorySet kApiContractCategories = category::kSemantic | category::kApiContract;

[[nodiscard]] std::span<const Rule> HttpRules();
[[nodiscard]] std::span<const Rule> FieldBehaviorRules();
[[nodiscard]] std::span<const Rule> MethodSignatureRules();
[[nodiscard]] std::span<const Rule> ResourceRules();
[[nodiscard]] std::span<const Rule> ServiceRules();
[[nodiscard]] std::span<const Rule> OperationRules();
[[nodiscard]] std::span<const Rule> VisibilityRules();
[[nodiscard]] std::span<const Rule> FieldInfoRules();
[[nodiscard]] std::span<const Rule> DeprecationRules();

}  // namespace protowarden::rules::semantic
