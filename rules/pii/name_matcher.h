// SPDX-License-Identifier: Apache-2.0
//
// Finds the terms of a policy in a name.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rules/pii/policy.h"

namespace protowarden::rules::pii {

// A word for somebody or something in a name.
struct Noun {
  size_t begin = 0;  // index of the first word
  size_t end = 0;    // behind the last word
  Subjects subjects = 0;
};

// The nouns of a name in order, the longest first where several begin at one word.
[[nodiscard]] std::vector<Noun> FindNouns(const Policy& policy,
                                          const std::vector<std::string>& words);

// A term that a name matches, before its context is looked at.
struct Candidate {
  const Term* term = nullptr;
  size_t begin = 0;  // words [begin, end) matched
  size_t end = 0;
  bool sure_tail = true;  // nothing but carrier words follows
  bool owned = false;     // the match itself says that it is a person's
};

// A name as the classifier sees it.
struct NameReading {
  std::vector<std::string> words;
  std::vector<Candidate> candidates;  // best first: the later end, then the longer match
  std::vector<Noun> nouns;
  bool asks = false;     // `is_...`, `num_...`
  bool generic = false;  // says nothing by itself (`value`)
  [[nodiscard]] std::string Phrase(size_t begin, size_t end) const;
};

[[nodiscard]] NameReading ReadName(const Policy& policy, std::string_view name);

// Readings of names that were met before: the same few thousand names fill most schemas. Not
// thread-safe.
class NameCache {
 public:
  explicit NameCache(const Policy& policy) : policy_(policy) {}
  // Valid as long as the cache.
  const NameReading& Read(const std::string& name);

 private:
  const Policy& policy_;
  std::unordered_map<std::string, NameReading> readings_;
};

}  // namespace protowarden::rules::pii
