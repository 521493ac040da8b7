// SPDX-License-Identifier: Apache-2.0
//
// What completes a word that asks for it: "sorted by ...", "per ...", "... order". Another
// complement in otherwise the same words is another statement, whatever the complements mean.
#pragma once

#include <optional>
#include <string>

#include "rules/semantic/documented/sentences.h"
#include "rules/semantic/documented/topic.h"

namespace protowarden::rules::semantic::documented {

struct ComplementSwap {
  Topic topic = Topic::kMeaning;
  std::string before;
  std::string after;
};

// nullopt where more than the complement differs, and where both may name the same: abbreviations,
// other spellings, the same with more words.
[[nodiscard]] std::optional<ComplementSwap> FindComplementSwap(const Sentence& before,
                                                               const Sentence& after);

}  // namespace protowarden::rules::semantic::documented
