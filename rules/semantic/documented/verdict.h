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
// True for what an old sentence leaves free and the new one in its place demands (or the old one
// promises and the new one does not), said in other words: to be asked of such sentences only.
[[nodiscard]] bool Related(const Fact& before, const Fact& after);
// True for statements that say little outside of their sentence.
[[nodiscard]] bool IsHint(const Fact& fact);
// Of comparable or related facts.
[[nodiscard]] Verdict Judge(const Fact& before, const Fact& after);

}  // namespace protowarden::rules::semantic::documented
