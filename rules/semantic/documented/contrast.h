// SPDX-License-Identifier: Apache-2.0
//
// Sentences that say something else in otherwise the same words: "before" for "after", one code for
// another. What differs decides, whatever the sentences are about.
#pragma once

#include <optional>
#include <string>

#include "rules/semantic/documented/sentences.h"
#include "rules/semantic/documented/topic.h"

namespace protowarden::rules::semantic::documented {

struct Contrasted {
  Topic topic = Topic::kMeaning;
  std::string before;
  std::string after;
  bool certain = true;  // false where the rest of the sentence has changed too
};

// Cheap: false for sentences in which too many words differ for one of them to decide. `similarity`
// is Similarity() of their tokens.
[[nodiscard]] bool MayContrast(const Sentence& before, const Sentence& after, double similarity);

// nullopt where all words that differ mean the same, or where their meaning is not known.
[[nodiscard]] std::optional<Contrasted> FindContrast(const Sentence& before, const Sentence& after);

}  // namespace protowarden::rules::semantic::documented
