// SPDX-License-Identifier: Apache-2.0
//
// Numbers with units: "1,000", "4 KiB", "24 hours" and "one day" in forms that can be compared.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace protowarden::rules::semantic::documented {

struct Unit {
  std::string name;       // "second"
  std::string dimension;  // "time", "size", "text", "money", ...
  double factor = 1;      // in the dimension's base unit
};

struct Quantity {
  double value = 0;
  std::string dimension;  // empty for a bare number

  friend bool operator==(const Quantity&, const Quantity&) = default;
};

// "twenty-four hours" -> "24 hours", "an hour" -> "1 hour".
[[nodiscard]] std::string NumbersInDigits(const std::string& text);

// "1,000", "2k", "1.5 million"; nullopt when it is no number.
[[nodiscard]] std::optional<double> ParseNumber(std::string_view text);

// A number and what follows it, in the unit's base; units come from statements.toml.
[[nodiscard]] std::optional<Quantity> ParseQuantity(std::string_view text);

}  // namespace protowarden::rules::semantic::documented
