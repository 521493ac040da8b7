// SPDX-License-Identifier: Apache-2.0
//
// Sentences that say the opposite of what they said: a "not" more or less, or a part of what
// was meant.
#pragma once

#include <optional>
#include <span>
#include <string>

namespace protowarden::rules::semantic::documented {

struct Reversal {
  std::string before;  // the word that made the difference; empty where none stood
  std::string after;
  bool certain = true;  // false where more may have been allowed
};

// nullopt when the sentences differ in anything else, or when the new one only allows more.
[[nodiscard]] std::optional<Reversal> FindReversal(std::span<const std::string> before,
                                                   std::span<const std::string> after);

}  // namespace protowarden::rules::semantic::documented
