// SPDX-License-Identifier: Apache-2.0
//
// The families of validation rules; rules.cc puts them together.
#pragma once

#include <span>

#include "analyzer/engine/rule.h"

namespace protowarden::rules::semantic {

[[nodiscard]] std::span<const Rule> ValueRules();
[[nodiscard]] std::span<const Rule> RequiredRules();
[[nodiscard]] std::span<const Rule> MessageValidationRules();

}  // namespace protowarden::rules::semantic
