// SPDX-License-Identifier: Apache-2.0
//
// What a sentence states, in values that can be compared.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "rules/semantic/documented/quantity.h"
#include "rules/semantic/documented/sentences.h"
#include "rules/semantic/documented/topic.h"

namespace protowarden::rules::semantic::documented {

struct Fact {
  Topic topic = Topic::kDefault;
  // What it is stated of: the dimension or the counted thing of a limit, "set" of a presence. Facts
  // with different attributes do not contradict each other.
  std::string attribute;
  std::string value;                 // canonical, for comparing
  std::string shown;                 // as written
  std::optional<Quantity> quantity;  // of limits, quotas, lifetimes and some defaults
  bool exclusive = false;            // the limit itself is outside
  bool vague = false;                // words that may mean the same as other words
  std::string direction;             // of an order
  std::vector<std::string> rest;     // the sentence's tokens without the value's
  size_t sentence = 0;
};

// The facts of one sentence in order of statements.toml.
[[nodiscard]] std::vector<Fact> FactsOf(const Sentence& sentence, size_t index);

// Remembers what sentences state: boilerplate stands in many comments. Bounded; for one thread.
class FactMemo {
 public:
  [[nodiscard]] std::vector<Fact> FactsOf(const Sentence& sentence, size_t index);

 private:
  std::unordered_map<std::string, std::vector<Fact>> known_;  // by Sentence::plain
};

}  // namespace protowarden::rules::semantic::documented
