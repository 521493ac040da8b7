// SPDX-License-Identifier: Apache-2.0
//
// Whether a statement took something away from an earlier one of the same kind.
#pragma once

#include "rules/semantic/documented/statements.h"

namespace protowarden::rules::semantic::documented {

enum class Verdict : uint8_t {
  kSame,
  kGives,    // accepts or promises more
  kTakes,    // accepts or promises less, or something else
  kUnclear,  // different words that may mean the same
};

// False when the facts are about different things, so that they can both hold.
[[nodiscard]] bool Comparable(const Fact& before, const Fact& after);
// Of comparable facts.
[[nodiscard]] Verdict Judge(const Fact& before, const Fact& after);

}  // namespace protowarden::rules::semantic::documented
