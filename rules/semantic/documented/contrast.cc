// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/documented/contrast.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <iterator>
#include <map>
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

using Stems = std::vector<std::string>;

constexpr std::array<std::string_view, 6> kNegations = {"not", "never", "no",
                                                        "non", "nor",   "unless"};
// Behind the head of its phrase a word may stand this many words further on.
constexpr size_t kBehindReach = 2;
// How many words beside the contrast may differ, by how many are common.
constexpr size_t kMostOther = 3;

// A word of a contrast in a sentence.
struct Mention {
  const ContrastPhrase* phrase;
  size_t begin;
  [[nodiscard]] size_t end() const { return begin + phrase->stems.size(); }
};

bool IsDigit(char letter) { return std::isdigit(static_cast<unsigned char>(letter)) != 0; }

bool IsBehind(const Stems& stems, size_t at, const std::set<std::string>& heads) {
  if (heads.empty()) return true;
  for (size_t back = 1; back <= kBehindReach && back <= at; ++back) {
    if (heads.contains(stems[at - back])) return true;
    if (!IsStopword(stems[at - back])) return false;
  }
  return false;
}

// The longest phrase of each contrast at every place.
std::vector<Mention> MentionsIn(const Stems& stems) {
  const Lexicon& lexicon = Lexicon::Builtin();
  std::vector<Mention> mentions;
  std::map<size_t, size_t> covered;  // by contrast: where its last phrase ends
  for (size_t at = 0; at < stems.size(); ++at) {
    std::map<size_t, const ContrastPhrase*> longest;
    for (const ContrastPhrase& phrase : lexicon.PhrasesFrom(stems[at])) {
      const bool fits = at + phrase.stems.size() <= stems.size() &&
                        std::equal(phrase.stems.begin(), phrase.stems.end(),
                                   stems.begin() + static_cast<std::ptrdiff_t>(at));
      const Contrast& contrast = lexicon.contrasts()[phrase.contrast];
      const size_t behind = at + phrase.stems.size();
      if (contrast.unnumbered && behind < stems.size() && IsDigit(stems[behind].front())) continue;
      const bool verb = contrast.inner && at == 0 && stems.size() > phrase.stems.size();
      if (!fits || verb || !IsBehind(stems, at, contrast.behind)) continue;
      const ContrastPhrase*& best = longest[phrase.contrast];
      if (best == nullptr || best->stems.size() < phrase.stems.size()) best = &phrase;
    }
    for (const auto& [contrast, phrase] : longest) {
      if (covered[contrast] > at) continue;
      mentions.push_back({phrase, at});
      covered[contrast] = at + phrase->stems.size();
    }
  }
  return mentions;
}

// What is left of a sentence without some of its words and without those that say nothing.
std::multiset<std::string> RestOf(const Stems& stems, const std::vector<bool>& out) {
  const Lexicon& lexicon = Lexicon::Builtin();
  std::multiset<std::string> rest;
  for (size_t i = 0; i < stems.size(); ++i) {
    if (out[i] || IsStopword(stems[i]) || lexicon.IsFiller(stems[i])) continue;
    rest.insert(lexicon.Canonical(stems[i]));
  }
  return rest;
}

bool IsNegated(const Stems& stems, const std::vector<bool>& out) {
  size_t negations = 0;
  for (size_t i = 0; i < stems.size(); ++i) {
    const bool negation =
        std::find(kNegations.begin(), kNegations.end(), stems[i]) != kNegations.end();
    negations += !out[i] && negation ? 1 : 0;
  }
  return negations % 2 == 1;
}

class Finder {
 public:
  Finder(const Sentence& before, const Sentence& after)
      : before_(PhraseStems(before.plain)), after_(PhraseStems(after.plain)) {}

  std::optional<Contrasted> Find() {
    if (before_.empty() || after_.empty() || before_ == after_) return std::nullopt;
    mentions_before_ = MentionsIn(before_);
    mentions_after_ = MentionsIn(after_);
    std::set<size_t> contrasts;
    for (const Mention& mention : mentions_before_) contrasts.insert(mention.phrase->contrast);
    std::optional<Contrasted> best;
    for (const size_t contrast : contrasts) {
      auto found = FindIn(contrast);
      if (!found.has_value()) found = FindTurned(contrast);
      if (found.has_value() && (!best.has_value() || (found->certain && !best->certain))) {
        best = found;
      }
    }
    if (best.has_value()) return best;
    auto exchanged = FindExchanged();
    return exchanged.has_value() ? exchanged : FindQualifier();
  }

 private:
  static std::set<size_t> GroupsOf(const std::vector<Mention>& mentions, size_t contrast) {
    std::set<size_t> groups;
    for (const Mention& mention : mentions) {
      if (mention.phrase->contrast == contrast) groups.insert(mention.phrase->group);
    }
    return groups;
  }

  [[nodiscard]] std::optional<Contrasted> FindIn(size_t contrast) const {
    const std::set<size_t> from = GroupsOf(mentions_before_, contrast);
    const std::set<size_t> to = GroupsOf(mentions_after_, contrast);
    const Contrast& kind = Lexicon::Builtin().contrasts()[contrast];
    std::vector<bool> out_before(before_.size());
    std::vector<bool> out_after(after_.size());
    const Mention* gone = Gone(mentions_before_, contrast, to, out_before);
    const Mention* come = Gone(mentions_after_, contrast, from, out_after);
    if (gone == nullptr || come == nullptr) return std::nullopt;
    if (kind.one_way && come->phrase->group < gone->phrase->group) return std::nullopt;
    // "Not included" and "excluded" say the same.
    if (IsNegated(before_, out_before) != IsNegated(after_, out_after)) return std::nullopt;
    const auto rest_before = RestOf(before_, out_before);
    const auto rest_after = RestOf(after_, out_after);
    Stems common;
    std::set_intersection(rest_before.begin(), rest_before.end(), rest_after.begin(),
                          rest_after.end(), std::back_inserter(common));
    const size_t other = std::max(rest_before.size(), rest_after.size()) - common.size();
    if (other > kMostOther || (other > 0 && common.empty())) return std::nullopt;
    // Where more has changed the words must at least stand in the same place.
    const bool placed = other == 0 || kind.anywhere || SamePlace(*gone, *come);
    if (!placed && other > 1) return std::nullopt;
    const bool certain = placed && (other <= 1 || (other == 2 && common.size() >= 2));
    return Contrasted{kind.topic, Join(gone->phrase->stems, " "), Join(come->phrase->stems, " "),
                      certain};
  }

  // Two words of different groups have changed places: "denied unless allowed".
  [[nodiscard]] std::optional<Contrasted> FindTurned(size_t contrast) const {
    const auto from = Of(mentions_before_, contrast);
    const auto to = Of(mentions_after_, contrast);
    if (from.size() != 2 || to.size() != 2) return std::nullopt;
    const size_t first = from[0].phrase->group;
    const size_t second = from[1].phrase->group;
    if (first == second || to[0].phrase->group != second || to[1].phrase->group != first) {
      return std::nullopt;
    }
    // "Credit or debit" lists them.
    for (size_t i = from[0].end(); i < from[1].begin; ++i) {
      if (before_[i] == "and" || before_[i] == "or") return std::nullopt;
    }
    if (Without(before_, from) != Without(after_, to)) return std::nullopt;
    return Contrasted{Lexicon::Builtin().contrasts()[contrast].topic,
                      Join(from[0].phrase->stems, " "), Join(to[0].phrase->stems, " ")};
  }

  // One word more or less, and one that counts: "the encrypted key".
  [[nodiscard]] std::optional<Contrasted> FindQualifier() const {
    const auto rest_before = RestOf(before_, std::vector<bool>(before_.size()));
    const auto rest_after = RestOf(after_, std::vector<bool>(after_.size()));
    Stems gone;
    Stems come;
    std::set_difference(rest_before.begin(), rest_before.end(), rest_after.begin(),
                        rest_after.end(), std::back_inserter(gone));
    std::set_difference(rest_after.begin(), rest_after.end(), rest_before.begin(),
                        rest_before.end(), std::back_inserter(come));
    if (gone.size() + come.size() != 1) return std::nullopt;
    const std::string& word = gone.empty() ? come.front() : gone.front();
    if (!Lexicon::Builtin().IsQualifier(word)) return std::nullopt;
    return Contrasted{Topic::kMeaning, gone.empty() ? "" : word, come.empty() ? "" : word};
  }

  // Two stretches that have changed places around other words: "base per quote".
  [[nodiscard]] std::optional<Contrasted> FindExchanged() const {
    static constexpr size_t kLongest = 4;
    const Difference difference = FindDifference(before_, after_);
    if (difference.before != difference.after) return std::nullopt;
    const auto words = [&](const Stems& stems) {
      return std::span(stems).subspan(difference.begin, difference.before);
    };
    const auto from = words(before_);
    const auto to = words(after_);
    const auto same = [](auto a, auto b) {
      return std::equal(a.begin(), a.end(), b.begin(), b.end());
    };
    for (size_t first = 1; first <= kLongest; ++first) {
      for (size_t last = 1; last <= kLongest && first + last < from.size(); ++last) {
        const auto between = from.subspan(first, from.size() - first - last);
        if (!same(from.first(first), to.last(first)) || !same(from.last(last), to.first(last)) ||
            !same(between, to.subspan(last, between.size())) || IsList(between)) {
          continue;
        }
        return Contrasted{Topic::kMeaning, Join({from.begin(), from.end()}, " "),
                          Join({to.begin(), to.end()}, " ")};
      }
    }
    return std::nullopt;
  }

  // "Adults and children": the order of what is listed says nothing.
  static bool IsList(std::span<const std::string> between) {
    static constexpr std::array<std::string_view, 14> kJoins = {
        "and", "or",  "as",  "well", "is",     "are",  "ar",
        "be",  "may", "can", "must", "should", "will", "with"};
    return std::all_of(between.begin(), between.end(), [](const std::string& stem) {
      return std::find(kJoins.begin(), kJoins.end(), stem) != kJoins.end();
    });
  }

  static std::vector<Mention> Of(const std::vector<Mention>& mentions, size_t contrast) {
    std::vector<Mention> own;
    std::copy_if(mentions.begin(), mentions.end(), std::back_inserter(own),
                 [&](const Mention& mention) { return mention.phrase->contrast == contrast; });
    return own;
  }

  static Stems Without(const Stems& stems, const std::vector<Mention>& mentions) {
    Stems rest;
    for (size_t i = 0; i < stems.size(); ++i) {
      const bool mentioned = std::any_of(
          mentions.begin(), mentions.end(),
          [&](const Mention& mention) { return i >= mention.begin && i < mention.end(); });
      if (!mentioned) rest.push_back(stems[i]);
    }
    return rest;
  }

  // True when the word before or behind is the same on both sides.
  [[nodiscard]] bool SamePlace(const Mention& gone, const Mention& come) const {
    return Neighbour(before_, gone.begin, true) == Neighbour(after_, come.begin, true) ||
           Neighbour(before_, gone.end(), false) == Neighbour(after_, come.end(), false);
  }

  // The next word that says something, to the left of a place or from it on; empty at the end.
  static std::string Neighbour(const Stems& stems, size_t at, bool left) {
    const Lexicon& lexicon = Lexicon::Builtin();
    while (left ? at > 0 : at < stems.size()) {
      const std::string& stem = stems[left ? at - 1 : at];
      if (!IsStopword(stem) && !lexicon.IsFiller(stem)) return lexicon.Canonical(stem);
      left ? --at : ++at;
    }
    return {};
  }

  // The first word whose group the other side has no word of; marks all such words.
  static const Mention* Gone(const std::vector<Mention>& mentions, size_t contrast,
                             const std::set<size_t>& other, std::vector<bool>& out) {
    const Mention* first = nullptr;
    for (const Mention& mention : mentions) {
      if (mention.phrase->contrast != contrast || other.contains(mention.phrase->group)) continue;
      if (first == nullptr) first = &mention;
      std::fill(out.begin() + static_cast<std::ptrdiff_t>(mention.begin),
                out.begin() + static_cast<std::ptrdiff_t>(mention.end()), true);
    }
    return first;
  }

  Stems before_;
  Stems after_;
  std::vector<Mention> mentions_before_;
  std::vector<Mention> mentions_after_;
};

}  // namespace

bool MayContrast(const Sentence& before, const Sentence& after, double similarity) {
  static constexpr double kMostDifferent = 8;
  const auto words = static_cast<double>(before.tokens.size() + after.tokens.size());
  return (1 - similarity) * words / 2 <= kMostDifferent;
}

std::optional<Contrasted> FindContrast(const Sentence& before, const Sentence& after) {
  return Finder(before, after).Find();
}

}  // namespace protowarden::rules::semantic::documented
