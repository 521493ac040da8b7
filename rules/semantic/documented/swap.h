// SPDX-License-Identifier: Apache-2.0
//
// One unit or number that has taken another one's place in an otherwise equal sentence.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "rules/semantic/documented/sentences.h"
#include "rules/semantic/documented/topic.h"

namespace protowarden::rules::semantic::documented {

struct Swap {
  Topic topic = Topic::kUnit;
  std::string before;
  std::string after;
  bool certain = true;  // false where more may have been allowed
};

// nullopt when the sentences differ in anything else, or in numbers that promise nothing: of
// versions, sections, dates and examples.
// True for a word behind which a number or code only says where to look: "version", "RFC".
[[nodiscard]] bool IsLabel(std::string_view word);

[[nodiscard]] std::optional<Swap> FindSwap(const Sentence& before, const Sentence& after);

}  // namespace protowarden::rules::semantic::documented
