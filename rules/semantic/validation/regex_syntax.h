// SPDX-License-Identifier: Apache-2.0
//
// Reads a regular expression into a tree.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/semantic/validation/regex_nfa.h"

namespace protowarden::rules::semantic {

struct RegexNode {
  enum class Kind : uint8_t { kRange, kBegin, kEnd, kSequence, kChoice, kRepeat };
  static constexpr int kEndless = -1;

  Kind kind = Kind::kSequence;
  std::vector<Nfa::CodeRange> ranges{};  // sorted, disjoint
  std::vector<RegexNode> parts{};
  int min = 0;
  int max = 0;  // kEndless without limit
};

// nullopt for what regex_nfa.h leaves out and for what is no expression.
[[nodiscard]] std::optional<RegexNode> ParseRegex(std::string_view pattern);

// Well-formed UTF-8 as code points.
[[nodiscard]] std::optional<std::vector<uint32_t>> DecodeUtf8(std::string_view text);
[[nodiscard]] std::string EncodeUtf8(const std::vector<uint32_t>& text);

}  // namespace protowarden::rules::semantic
