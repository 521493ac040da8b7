// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/documented/complement.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/base/text.h"
#include "rules/semantic/documented/difference.h"
#include "rules/semantic/documented/lexicon.h"

namespace protowarden::rules::semantic::documented {
namespace {

using Stems = std::span<const std::string>;

// A longer one is a clause.
constexpr size_t kMostWords = 3;

std::set<std::string> ContentOf(Stems stems) {
  const Lexicon& lexicon = Lexicon::Builtin();
  std::set<std::string> content;
  for (const std::string& stem : stems) {
    if (!IsStopword(stem) && !lexicon.IsFiller(stem)) content.insert(lexicon.Canonical(stem));
  }
  return content;
}

// Names of fields and links are renamed without a change of meaning.
bool IsReference(std::string_view stem) {
  const auto some = [&](int (*kind)(int)) {
    return std::any_of(stem.begin(), stem.end(),
                       [&](unsigned char letter) { return kind(letter) != 0; });
  };
  return stem.find_first_of("_./{}[]<>()") != std::string_view::npos ||
         (some(std::isdigit) && some(std::isalpha));
}

// "Org" and "organization", "adress" and "address", "creation" and "creator".
bool MayBeSame(std::string_view a, std::string_view b) {
  static constexpr size_t kRoot = 4;
  if (a.size() > b.size()) std::swap(a, b);
  if (b.starts_with(a)) return true;
  size_t same = 0;
  while (same < a.size() && a[same] == b[same]) ++same;
  if (same >= kRoot) return true;
  // One letter more, less or another.
  size_t end = 0;
  while (end < a.size() - same && a[a.size() - 1 - end] == b[b.size() - 1 - end]) ++end;
  return a.size() > kRoot && same + end + 1 >= b.size();
}

bool MayNameTheSame(const std::set<std::string>& from, const std::set<std::string>& to) {
  if (std::includes(from.begin(), from.end(), to.begin(), to.end()) ||
      std::includes(to.begin(), to.end(), from.begin(), from.end())) {
    return true;
  }
  for (const std::string& a : from) {
    if (IsReference(a)) return true;
    for (const std::string& b : to) {
      if (IsReference(b) || (!to.contains(a) && !from.contains(b) && MayBeSame(a, b))) return true;
    }
  }
  return false;
}

bool IsKnown(Stems stems) {
  return std::any_of(stems.begin(), stems.end(), [](const std::string& stem) {
    const auto phrases = Lexicon::Builtin().PhrasesFrom(stem);
    return stem == "no" || stem == "not" ||
           std::any_of(phrases.begin(), phrases.end(), [](const auto& phrase) {
             return phrase.stems.size() == 1 &&
                    Lexicon::Builtin().contrasts()[phrase.contrast].one_way;
           });
  });
}

}  // namespace

std::optional<ComplementSwap> FindComplementSwap(const Sentence& before, const Sentence& after) {
  const std::vector<std::string> from = PhraseStems(before.plain);
  const std::vector<std::string> to = PhraseStems(after.plain);
  const Difference difference = FindDifference(from, to);
  const Stems old_words = Stems(from).subspan(difference.begin, difference.before);
  const Stems new_words = Stems(to).subspan(difference.begin, difference.after);
  if (old_words.empty() || new_words.empty() || old_words.size() > kMostWords ||
      new_words.size() > kMostWords) {
    return std::nullopt;
  }
  const Lexicon& lexicon = Lexicon::Builtin();
  const ComplementSlot* slot = lexicon.SlotBehind(Stems(from).first(difference.begin));
  if (slot == nullptr) {
    slot = lexicon.SlotBefore(Stems(from).subspan(difference.begin + difference.before));
  }
  // "In cents." as a sentence of its own.
  static const ComplementSlot kUnit{Topic::kUnit, true, {"in"}};
  if (difference.begin == 1 && from[0] == "in" && from.size() <= kMostWords) slot = &kUnit;
  if (slot == nullptr) return std::nullopt;
  // "In no particular order", "mostly ordered": what these mean is known.
  if (IsKnown(old_words) || IsKnown(new_words)) return std::nullopt;
  const std::set<std::string> old_content = ContentOf(old_words);
  const std::set<std::string> new_content = ContentOf(new_words);
  if (old_content.empty() || new_content.empty() || MayNameTheSame(old_content, new_content)) {
    return std::nullopt;
  }
  return ComplementSwap{slot->topic, Join({old_words.begin(), old_words.end()}, " "),
                        Join({new_words.begin(), new_words.end()}, " ")};
}

}  // namespace protowarden::rules::semantic::documented
