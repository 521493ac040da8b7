// SPDX-License-Identifier: Apache-2.0
//
// Values that a constraint accepts.
#pragma once

#include <optional>

#include "rules/semantic/validation/comparison.h"

namespace protowarden::rules::semantic {

// Longer lists and maps are not made up.
inline constexpr Wide kMaxSampleItems = 12;

// A list or map of that many different entries that pass; nullopt when none is found. Messages are
// never made up: their own rules are not known here.
[[nodiscard]] std::optional<Sample> ContainerOf(const Constraint& constraint, Wide size);

}  // namespace protowarden::rules::semantic
