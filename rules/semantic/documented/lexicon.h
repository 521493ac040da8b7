// SPDX-License-Identifier: Apache-2.0
//
// lexicon.toml, read once: which words mean the same, which exclude each other, which say nothing.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/embedded_file.h"
#include "analyzer/base/result.h"
#include "rules/semantic/documented/topic.h"

namespace protowarden::rules::semantic::documented {

// Generated: lexicon.toml.
[[nodiscard]] std::span<const EmbeddedFile> LexiconFiles();

// One [[contrast]] without its words.
struct Contrast {
  Topic topic = Topic::kMeaning;
  bool one_way = false;          // only from an earlier group to a later one
  bool anywhere = false;         // the words may stand in other places of the sentence
  bool unnumbered = false;       // not right before a number
  bool inner = false;            // a sentence's first word says what it does, not which is meant
  std::set<std::string> behind;  // stems; empty: words count everywhere
};

// A word or phrase of a contrast.
struct ContrastPhrase {
  std::vector<std::string> stems;
  size_t contrast = 0;  // index into contrasts()
  size_t group = 0;
};

// One [[complement]]: words that ask for a complement.
struct ComplementSlot {
  Topic topic = Topic::kMeaning;
  bool leads = true;  // the complement follows; otherwise it precedes
  std::vector<std::string> stems;
};

// Immutable; safe to use from several threads.
class Lexicon {
 public:
  // Fails on unknown keys, naming the line.
  [[nodiscard]] static Result<std::unique_ptr<const Lexicon>> Read(std::string_view text,
                                                                   const std::string& origin);
  [[nodiscard]] static const Lexicon& Builtin();

  // The one name of stems that mean the same: "result" -> "item".
  [[nodiscard]] const std::string& Canonical(const std::string& stem) const;
  // True for stems that add nothing to a sentence: "still", "simply".
  [[nodiscard]] bool IsFiller(std::string_view stem) const { return fillers_.contains(stem); }
  // True for stems that change what a sentence says by standing in it: "encrypted".
  [[nodiscard]] bool IsQualifier(std::string_view stem) const { return qualifiers_.contains(stem); }
  [[nodiscard]] const std::vector<Contrast>& contrasts() const { return contrasts_; }
  // The phrases that begin with a stem.
  [[nodiscard]] std::span<const ContrastPhrase> PhrasesFrom(std::string_view stem) const;
  // The slot that the last of these words open, or the first of them close; nullptr for none.
  [[nodiscard]] const ComplementSlot* SlotBehind(std::span<const std::string> words) const;
  [[nodiscard]] const ComplementSlot* SlotBefore(std::span<const std::string> words) const;

 private:
  class Reader;

  std::map<std::string, std::string, std::less<>> synonyms_;
  std::set<std::string, std::less<>> fillers_;
  std::set<std::string, std::less<>> qualifiers_;
  std::vector<Contrast> contrasts_;
  std::map<std::string, std::vector<ContrastPhrase>, std::less<>> phrases_;
  std::vector<ComplementSlot> slots_;
};

// The stems of a phrase or sentence with the parts of hyphenated words apart and without articles,
// so that "the case-sensitive name" and "case sensitive name" are the same.
[[nodiscard]] std::vector<std::string> PhraseStems(std::string_view text);

}  // namespace protowarden::rules::semantic::documented
