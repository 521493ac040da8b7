// SPDX-License-Identifier: Apache-2.0
//
// Finds the terms of a policy in a name.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/schema/schema.h"
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

// Every name of a schema's messages, fields, services and methods, each read once: the same few
// thousand fill most schemas. Refers to the schema. Immutable and safe to read from several
// threads.
class NameCache {
 public:
  NameCache(const Policy& policy, const schema::Schema& schema, unsigned jobs);

  // `name` is one of the schema's. Valid as long as the cache.
  [[nodiscard]] const NameReading& Read(std::string_view name) const {
    return readings_[places_.at(name)];
  }

 private:
  std::unordered_map<std::string_view, size_t> places_;
  std::vector<NameReading> readings_;
};

}  // namespace protowarden::rules::pii
