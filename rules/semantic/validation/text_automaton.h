// SPDX-License-Identifier: Apache-2.0
//
// Decides whether every text of one set belongs to another by running both as automata side by
// side. Exact within a budget of steps; a counterexample is as short as there is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/semantic/validation/regex_nfa.h"

namespace protowarden::rules::semantic {

// Texts that satisfy every condition and limit.
struct TextMachine {
  struct Condition {
    Nfa automaton;
    bool negated = false;
  };
  struct Limits {
    uint64_t min = 0;
    std::optional<uint64_t> max;
  };
  std::vector<Condition> conditions;
  Limits chars;
  Limits bytes;
};

struct Inclusion {
  bool proven = false;                        // every text of `inner` belongs to `outer`
  std::optional<std::string> counterexample;  // belongs to `inner` only
};

// Neither proven nor refuted when the automata are too large. The characters are code points, or
// bytes where `is_bytes` is set.
[[nodiscard]] Inclusion CheckInclusion(const TextMachine& inner, const TextMachine& outer,
                                       bool is_bytes);

}  // namespace protowarden::rules::semantic
