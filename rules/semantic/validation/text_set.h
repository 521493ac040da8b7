// SPDX-License-Identifier: Apache-2.0
//
// The texts that a string or bytes field accepts: everything that satisfies all of the rules.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/semantic/validation/relation.h"

namespace protowarden::rules::semantic {

struct TextSet {
  static constexpr uint64_t kNoLimit = std::numeric_limits<uint64_t>::max();

  struct Lengths {
    uint64_t min = 0;
    uint64_t max = kNoLimit;
    friend bool operator==(const Lengths&, const Lengths&) = default;
  };

  bool is_bytes = false;  // `chars` is not used: bytes rules count bytes
  Lengths chars;          // code points
  Lengths bytes;
  // Each must hold; sorted and unique once Normalize has run.
  std::vector<std::string> patterns;  // RE2, found anywhere in the text
  std::vector<std::string> prefixes;
  std::vector<std::string> suffixes;
  std::vector<std::string> contained;
  std::vector<std::string> not_contained;
  std::vector<std::string> not_in;
  std::vector<std::string> formats;            // named ones, text_format.h
  std::optional<std::vector<std::string>> in;  // one of these; `const` is a list of one
  // What is said of the empty text, whatever the other rules say.
  std::optional<bool> empty_text;

  void Normalize();
  [[nodiscard]] bool IsAny() const;  // no rule at all
  // nullopt when only the library can tell.
  [[nodiscard]] std::optional<bool> Accepts(std::string_view text) const;
  // Both sets of rules hold; they agree in `is_bytes`.
  [[nodiscard]] TextSet Intersect(const TextSet& other) const;
};

// Judges the texts that are not empty apart from the empty one when `skip_empty` is set. A witness
// is a text that satisfies one side and not the other.
[[nodiscard]] Relation<std::string> CompareTexts(TextSet before, TextSet after, bool skip_empty);

// "at most 100 characters, matching \"^a\"": what a text must be; "any text" without rules.
[[nodiscard]] std::string DescribeTexts(const TextSet& texts);

}  // namespace protowarden::rules::semantic
