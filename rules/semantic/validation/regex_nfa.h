// SPDX-License-Identifier: Apache-2.0
//
// Finite automata over code points (or bytes), built from the part of RE2's syntax that describes
// regular languages: literals, classes, groups, alternatives, repetitions, ^ $ \A \z, the flags i
// and s. Word boundaries, multi-line mode and Unicode classes are left to RE2.
// Source: https://github.com/google/re2/wiki/Syntax
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace protowarden::rules::semantic {

struct Nfa {
  static constexpr uint32_t kMaxCodePoint = 0x10FFFF;
  // A larger automaton is not built.
  static constexpr size_t kMaxStates = 4000;

  struct CodeRange {
    uint32_t low;
    uint32_t high;
  };
  enum class Kind : uint8_t { kMatch, kSplit, kBegin, kEnd, kRange };
  // Split: both `next` and `other`. Begin and end pass at the ends of the text only.
  struct State {
    Kind kind = Kind::kMatch;
    std::vector<CodeRange> ranges{};
    int next = -1;
    int other = -1;
  };
  std::vector<State> states;
  int start = 0;
};

// Texts in which the expression is found; nullopt when it is not of the part described above.
[[nodiscard]] std::optional<Nfa> SearchAutomaton(std::string_view re2_pattern);
// Texts that begin with, end with, contain or are one of the literals, which are code points.
using CodePoints = std::vector<uint32_t>;
[[nodiscard]] std::optional<Nfa> LiteralAutomaton(const std::vector<CodePoints>& literals,
                                                  bool open_start, bool open_end);

}  // namespace protowarden::rules::semantic
