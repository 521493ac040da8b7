// SPDX-License-Identifier: Apache-2.0
//
// How much a value says about an identifiable person.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "analyzer/engine/finding.h"

namespace protowarden {

// The numbers are those of pii.v1.SensitivityLevel.
enum class Sensitivity : uint8_t { kPublic = 1, kLow = 2, kMedium = 3, kHigh = 4 };

// "PUBLIC", "LOW", "MEDIUM", "HIGH".
[[nodiscard]] std::string_view Name(Sensitivity sensitivity);
[[nodiscard]] std::optional<Sensitivity> ParseSensitivity(std::string_view text);
// How bad it is that data of a level is not treated as such.
[[nodiscard]] Severity SeverityOf(Sensitivity level);

}  // namespace protowarden
