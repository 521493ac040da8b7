// SPDX-License-Identifier: Apache-2.0
#include "analyzer/engine/sensitivity.h"

#include <array>

namespace protowarden {
namespace {

constexpr std::array<std::string_view, 4> kNames = {"PUBLIC", "LOW", "MEDIUM", "HIGH"};

}  // namespace

std::string_view Name(Sensitivity sensitivity) {
  return kNames.at(static_cast<size_t>(sensitivity) - 1);
}

std::optional<Sensitivity> ParseSensitivity(std::string_view text) {
  for (size_t i = 0; i < kNames.size(); ++i) {
    if (kNames.at(i) == text) return static_cast<Sensitivity>(i + 1);
  }
  return std::nullopt;
}

Severity SeverityOf(Sensitivity level) {
  switch (level) {
    case Sensitivity::kHigh:
      return Severity::kHigh;
    case Sensitivity::kMedium:
      return Severity::kMedium;
    case Sensitivity::kLow:
      return Severity::kLow;
    case Sensitivity::kPublic:
      break;
  }
  return Severity::kNone;
}

}  // namespace protowarden
