// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/documented/compare.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "analyzer/base/text.h"
#include "rules/semantic/documented/alignment.h"
#include "rules/semantic/documented/code_swap.h"
#include "rules/semantic/documented/complement.h"
#include "rules/semantic/documented/contrast.h"
#include "rules/semantic/documented/reversal.h"
#include "rules/semantic/documented/sentences.h"
#include "rules/semantic/documented/swap.h"
#include "rules/semantic/documented/verdict.h"

namespace protowarden::rules::semantic::documented {
namespace {

// From this similarity on, two sentences without their values are the same sentence.
constexpr double kSameFrame = 0.75;
constexpr double kNearFrame = 0.4;
// In a longer comment two statements far apart may be about different things.
constexpr size_t kShortComment = 8;
constexpr size_t kFewWords = 5;

bool HasWord(std::string_view text, std::string_view word) {
  const auto is_part = [](char letter) {
    return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_';
  };
  for (size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const size_t end = at + word.size();
    const bool begins = at == 0 || !is_part(text[at - 1]);
    if (begins && (end == text.size() || !is_part(text[end]))) return true;
  }
  return false;
}

class Comparer {
 public:
  Comparer(const Document& before, const Document& after, FactMemo& memo)
      : memo_(memo), before_(SplitSentences(before)), after_(SplitSentences(after)) {}

  std::vector<Change> Compare() {
    // Where nothing was said, or nothing is said any more, there is nothing to compare; but a first
    // word may be that it has no effect.
    if (after_.empty() || (before_.empty() && after_.size() > 1)) return {};
    alignment_ = Align(before_, after_);
    if (alignment_.same.size() == before_.size() && alignment_.same.size() == after_.size()) {
      return {};
    }
    for (const auto& match : alignment_.same) unchanged_.insert(match.after);
    for (const auto& match : alignment_.replaced) partner_[match.before] = match.after;
    for (const auto& match : alignment_.similar) partner_[match.before] = match.after;
    for (const auto& match : alignment_.same) partner_[match.before] = match.after;
    Collect();
    std::copy_if(
        facts_before_.begin(), facts_before_.end(), std::back_inserter(limits_before_),
        [](const Fact& fact) { return fact.topic == Topic::kMost || fact.topic == Topic::kLeast; });
    Cancel(true);
    Contradict(true, kSameFrame);
    Cancel(false);
    Contradict(true, 0);
    Contradict(false, 0);
    Restrict();
    Reversals();
    Disabled();
    if (!before_.empty()) OneSided();
    std::stable_sort(changes_.begin(), changes_.end(),
                     [](const Change& a, const Change& b) { return a.after.line < b.after.line; });
    return std::move(changes_);
  }

 private:
  using Facts = std::vector<Fact>;

  Facts Read(const Sentence& sentence, size_t index) {
    Facts facts = memo_.FactsOf(sentence, index);
    // "Only names are supported" demands, whatever it supports.
    const bool demands = std::any_of(facts.begin(), facts.end(), [](const Fact& fact) {
      return fact.topic == Topic::kDemand && fact.value == "2";
    });
    std::erase_if(facts, [&](const Fact& fact) {
      return demands && IsHint(fact) && fact.topic == Topic::kDemand && fact.value == "1";
    });
    // "Left out if zero" says when there is a value, not which one.
    const bool presence = std::any_of(facts.begin(), facts.end(), [](const Fact& fact) {
      return fact.topic == Topic::kPresence && !IsHint(fact);
    });
    std::erase_if(facts, [&](const Fact& fact) {
      return presence && fact.topic == Topic::kDefault && IsHint(fact);
    });
    // Hostile sentences repeat themselves.
    Facts once;
    for (Fact& fact : facts) {
      if (std::find_if(once.begin(), once.end(), [&](const Fact& other) {
            return Key(other) == Key(fact) && other.value == fact.value &&
                   other.quantity == fact.quantity && other.direction == fact.direction;
          }) == once.end()) {
        once.push_back(std::move(fact));
      }
    }
    return once;
  }

  // What is written the same on both sides states the same, and is read once.
  void Collect() {
    std::map<size_t, size_t> same;  // by the sentence after the change
    for (const auto& match : alignment_.same) {
      if (before_[match.before].plain == after_[match.after].plain)
        same[match.after] = match.before;
    }
    std::vector<Facts> read;
    for (size_t i = 0; i < before_.size(); ++i) {
      read.push_back(Read(before_[i], i));
      facts_before_.insert(facts_before_.end(), read.back().begin(), read.back().end());
    }
    for (size_t i = 0; i < after_.size(); ++i) {
      const auto known = same.find(i);
      Facts facts = known == same.end() ? Read(after_[i], i) : std::move(read[known->second]);
      for (Fact& fact : facts) {
        fact.sentence = i;
        facts_after_.push_back(std::move(fact));
      }
    }
  }

  [[nodiscard]] bool Aligned(const Fact& before, const Fact& after) const {
    const auto partner = partner_.find(before.sentence);
    return partner != partner_.end() && partner->second == after.sentence;
  }

  // What both sides state is no change: in one sentence, or wherever it stands.
  void Cancel(bool aligned) {
    for (auto before = facts_before_.begin(); before != facts_before_.end();) {
      const auto after =
          std::find_if(facts_after_.begin(), facts_after_.end(), [&](const Fact& fact) {
            return Comparable(*before, fact) && (!aligned || Aligned(*before, fact)) &&
                   (aligned || before->attribute.empty() == fact.attribute.empty()) &&
                   Judge(*before, fact) == Verdict::kSame;
          });
      if (after == facts_after_.end()) {
        ++before;
        continue;
      }
      stated_.insert(Key(*after));
      // One code or number, written in another way.
      const bool typed = before->quantity.has_value() || before->topic == Topic::kError;
      if (typed && !IsHint(*before) && before->shown != after->shown) {
        settled_.insert({before->sentence, after->sentence});
      }
      facts_after_.erase(after);
      before = facts_before_.erase(before);
    }
  }

  static std::pair<Topic, std::string> Key(const Fact& fact) {
    return {fact.topic, fact.attribute};
  }

  // How many different things are said of what `fact` is about.
  static size_t CountValues(const Facts& facts, const Fact& fact) {
    std::set<std::pair<std::string, double>> values;
    for (const Fact& other : facts) {
      if (!Comparable(other, fact)) continue;
      values.emplace(other.value, other.quantity.has_value() ? other.quantity->value : 0);
    }
    return values.size();
  }

  // Facts that cannot both hold, in one sentence or apart.
  void Contradict(bool aligned, double least_frame) {
    for (auto before = facts_before_.begin(); before != facts_before_.end();) {
      // Cheap first: long comments state much.
      if (!aligned && (IsHint(*before) || stated_.contains(Key(*before)) ||
                       CountValues(facts_before_, *before) != 1)) {
        ++before;
        continue;
      }
      auto best = facts_after_.end();
      double best_frame = -1;
      for (auto after = facts_after_.begin(); after != facts_after_.end(); ++after) {
        if (!Comparable(*before, *after) || Aligned(*before, *after) != aligned) continue;
        if (!aligned && IsHint(*after)) continue;
        const double frame = Similarity(before->rest, after->rest);
        if (frame > best_frame) {
          best = after;
          best_frame = frame;
        }
      }
      if (best == facts_after_.end() || best_frame < least_frame ||
          (!aligned && !Alone(*before, *best))) {
        ++before;
        continue;
      }
      // What a plainer statement of these sentences says is no second change.
      const bool said = IsHint(*before) && judged_.contains({before->sentence, best->sentence});
      if (!said) Report(*before, *best, best_frame);
      facts_after_.erase(best);
      before = facts_before_.erase(before);
    }
  }

  // The only statement of its kind on both sides: then they are about the same thing.
  [[nodiscard]] bool Alone(const Fact& before, const Fact& after) const {
    return !stated_.contains(Key(before)) && CountValues(facts_before_, before) == 1 &&
           CountValues(facts_after_, after) == 1;
  }

  void Report(const Fact& before, const Fact& after, double frame) {
    const Verdict verdict = Judge(before, after);
    judged_.insert({before.sentence, after.sentence});
    const Confidence confidence =
        verdict == Verdict::kUnclear ? Confidence::kLow : ConfidenceOf(before, after, frame);
    const bool hint = IsHint(before) || IsHint(after);
    if (verdict == Verdict::kTakes ? confidence > Confidence::kLow
                                   : !hint && verdict != Verdict::kUnclear) {
      settled_.insert({before.sentence, after.sentence});
    }
    if (verdict == Verdict::kSame || verdict == Verdict::kGives) return;
    const bool names = before.topic == Topic::kValues || before.attribute == "grant";
    if (names && StillNamed(before, after)) return;
    Add({.topic = before.topic,
         .attribute = before.attribute.empty() ? after.attribute : before.attribute,
         .before = SideOf(before_, before),
         .after = SideOf(after_, after),
         .confidence = confidence});
  }

  // A sentence that left something free, or promised it, and no longer does: in other words.
  void Restrict() {
    for (const Fact& before : facts_before_) {
      for (const Fact& after : facts_after_) {
        if (!Aligned(before, after) || !Related(before, after)) continue;
        if (judged_.contains({before.sentence, after.sentence}) ||
            Judge(before, after) != Verdict::kTakes) {
          continue;
        }
        if (Similarity(before.rest, after.rest) < kNearFrame && !IsBrief(before, after)) continue;
        judged_.insert({before.sentence, after.sentence});
        Add({.topic = after.topic,
             .attribute = after.attribute,
             .before = SideOf(before_, before),
             .after = SideOf(after_, after),
             .confidence = Confidence::kMedium});
      }
    }
  }

  [[nodiscard]] bool IsBrief(const Fact& before, const Fact& after) const {
    return before_.size() <= kShortComment && after_.size() <= kShortComment &&
           std::min(Weight(before), Weight(after)) <= kFewWords;
  }

  // True when every name that is gone from here is named elsewhere in the new comment.
  [[nodiscard]] bool StillNamed(const Fact& before, const Fact& after) const {
    const std::vector<std::string_view> kept = Split(after.value, '\n');
    const std::vector<std::string_view> names = Split(before.value, '\n');
    return std::all_of(names.begin(), names.end(), [&](std::string_view name) {
      return std::find(kept.begin(), kept.end(), name) != kept.end() ||
             std::any_of(after_.begin(), after_.end(), [&](const Sentence& sentence) {
               return HasWord(ToLower(sentence.text), name);
             });
    });
  }

  [[nodiscard]] Confidence ConfidenceOf(const Fact& before, const Fact& after, double frame) const {
    const bool aligned = Aligned(before, after);
    const bool hint = IsHint(before) || IsHint(after);
    if (aligned && frame >= kSameFrame && !hint) return Confidence::kHigh;
    if (aligned && frame >= kNearFrame) return Confidence::kMedium;
    const bool brief = IsBrief(before, after);
    if (aligned && hint) return brief ? Confidence::kMedium : Confidence::kLow;
    const bool single = before.topic != Topic::kError && before.topic != Topic::kMessage &&
                        before.topic != Topic::kValues;
    const bool endless = before.quantity.has_value() && std::isinf(before.quantity->value);
    return brief && single && (endless || before.attribute == after.attribute) ? Confidence::kMedium
                                                                               : Confidence::kLow;
  }

  // How many words of its sentence say something beside the fact: conditions, exceptions, subjects.
  static size_t Weight(const Fact& fact) {
    return static_cast<size_t>(
        std::count_if(fact.rest.begin(), fact.rest.end(),
                      [](const std::string& token) { return !IsStopword(token); }));
  }

  // Sentences that say the opposite in otherwise the same words.
  void Reversals() {
    for (const auto& match : alignment_.similar) {
      if (settled_.contains({match.before, match.after})) continue;
      if (MayContrast(before_[match.before], after_[match.after], match.similarity) &&
          Contrasts(match))
        continue;
      if (judged_.contains({match.before, match.after}) || Swapped(match)) continue;
      const auto reversal = FindReversal(before_[match.before].tokens, after_[match.after].tokens);
      if (!reversal.has_value()) continue;
      reversed_.insert(match.after);
      Add({.topic = Topic::kMeaning,
           .before = {reversal->before, before_[match.before].text, before_[match.before].line},
           .after = {reversal->after, after_[match.after].text, after_[match.after].line},
           .confidence = reversal->certain ? Confidence::kMedium : Confidence::kLow});
    }
    for (const auto& match : alignment_.replaced) {
      if (settled_.contains({match.before, match.after}) ||
          !MayContrast(before_[match.before], after_[match.after], match.similarity))
        continue;
      if (!Contrasts(match)) Swapped(match);
    }
  }

  // A word of one kind in place of another.
  bool Contrasts(const Alignment::Match& match) {
    const Sentence& before = before_[match.before];
    const Sentence& after = after_[match.after];
    auto contrast = FindContrast(before, after);
    if (!contrast.has_value()) {
      const auto swap = FindComplementSwap(before, after);
      if (!swap.has_value()) return false;
      contrast = Contrasted{swap->topic, swap->before, swap->after};
    }
    reversed_.insert(match.after);
    Add({.topic = contrast->topic,
         .before = {contrast->before, before.text, before.line},
         .after = {contrast->after, after.text, after.line},
         .confidence = contrast->certain ? Confidence::kMedium : Confidence::kLow});
    return true;
  }

  // "This field is ignored", said of what had an effect; "is no longer returned".
  void Disabled() {
    static constexpr std::array<std::string_view, 4> kAlready = {"unus", "ignor", "deprecat",
                                                                 "obsolet"};
    const bool already = std::any_of(before_.begin(), before_.end(), [](const Sentence& sentence) {
      if (sentence.tokens.front() == "reserv") return true;
      return std::any_of(kAlready.begin(), kAlready.end(), [&](std::string_view word) {
        return std::find(sentence.tokens.begin(), sentence.tokens.end(), word) !=
               sentence.tokens.end();
      });
    });
    if (already) return;
    for (const Fact& fact : facts_after_) {
      const bool changed = fact.attribute == "change" && !Mentions(fact, "deprecat");
      const bool effect = fact.topic == Topic::kMeaning && (fact.attribute == "effect" || changed);
      if (!effect || unchanged_.contains(fact.sentence)) continue;
      Add({.topic = fact.topic,
           .attribute = fact.attribute,
           .before = {},
           .after = SideOf(after_, fact),
           .confidence = after_.size() <= kShortComment ? Confidence::kMedium : Confidence::kLow});
    }
  }

  [[nodiscard]] bool Mentions(const Fact& fact, std::string_view word) const {
    const auto& tokens = after_[fact.sentence].tokens;
    return std::find(tokens.begin(), tokens.end(), word) != tokens.end();
  }

  // One unit or number in place of another, in otherwise the same words.
  bool Swapped(const Alignment::Match& match) {
    const Sentence& before = before_[match.before];
    const Sentence& after = after_[match.after];
    auto swap = FindSwap(before, after);
    if (const auto codes = FindCodeSwap(before, after); !swap.has_value() && codes.has_value()) {
      swap = Swap{Topic::kFormat, codes->first, codes->second};
    }
    if (!swap.has_value()) return false;
    Add({.topic = swap->topic,
         .before = {swap->before, before.text, before.line},
         .after = {swap->after, after.text, after.line},
         .confidence = swap->certain ? Confidence::kMedium : Confidence::kLow});
    return true;
  }

  // What only one side states: usually documentation that catches up.
  void OneSided() {
    for (const Fact& fact : facts_after_) {
      const bool demand = fact.topic == Topic::kDemand && fact.value != "1";
      const bool weaker = (fact.topic == Topic::kPresence || fact.topic == Topic::kRetry ||
                           fact.topic == Topic::kGuarantee) &&
                          fact.value == "1";
      const bool restricts = fact.topic == Topic::kMost || fact.topic == Topic::kLeast ||
                             fact.topic == Topic::kQuota ||
                             (fact.topic == Topic::kAuth && fact.value != "1") ||
                             (fact.topic == Topic::kOrder && fact.value == "none");
      if (unchanged_.contains(fact.sentence) || reversed_.contains(fact.sentence)) continue;
      if (IsHint(fact) || IsSaid(fact)) continue;
      // "One or more": that there is something to limit.
      if (fact.topic == Topic::kLeast && fact.quantity->value <= 1) continue;
      const bool endless = fact.quantity.has_value() && std::isinf(fact.quantity->value);
      if ((!demand && !weaker && !restricts) || endless) continue;
      Add({.topic = fact.topic,
           .attribute = fact.attribute,
           .before = {},
           .after = SideOf(after_, fact),
           .confidence =
               Closes(fact) || AddsEffect(fact) ? Confidence::kMedium : Confidence::kLow});
    }
    for (const Fact& fact : facts_before_) {
      const bool promise = (fact.topic == Topic::kPresence || fact.topic == Topic::kRetry ||
                            fact.topic == Topic::kGuarantee) &&
                           fact.value != "1";
      const bool order = fact.topic == Topic::kOrder && fact.value != "none";
      if ((!promise && !order) || IsHint(fact)) continue;
      Add({.topic = fact.topic,
           .attribute = fact.attribute,
           .before = SideOf(before_, fact),
           .after = {},
           .confidence = Confidence::kLow});
    }
  }

  // A change of its kind has been found in the sentence already.
  [[nodiscard]] bool IsSaid(const Fact& fact) const {
    return std::any_of(changes_.begin(), changes_.end(), [&](const Change& change) {
      return change.topic == fact.topic && !change.IsNew() &&
             change.after.sentence == after_[fact.sentence].text;
    });
  }

  // True for a limit on the other side of one that the same sentence stated before: the range was
  // open at this end.
  [[nodiscard]] bool Closes(const Fact& fact) const {
    if (fact.topic != Topic::kMost && fact.topic != Topic::kLeast) return false;
    const Topic other = fact.topic == Topic::kMost ? Topic::kLeast : Topic::kMost;
    return std::any_of(limits_before_.begin(), limits_before_.end(), [&](const Fact& limit) {
      return limit.topic == other && Aligned(limit, fact) &&
             Similarity(limit.rest, fact.rest) >= kSameFrame;
    });
  }

  // True for a side effect that has come into a sentence which only read before.
  [[nodiscard]] bool AddsEffect(const Fact& fact) const {
    if (fact.topic != Topic::kRetry || fact.attribute != "effect") return false;
    static const std::set<std::string_view> kReads = {"get",   "read",   "list", "return", "look",
                                                      "fetch", "fetche", "show", "check",  "count"};
    return std::any_of(alignment_.similar.begin(), alignment_.similar.end(),
                       [&](const Alignment::Match& match) {
                         const auto& tokens = before_[match.before].tokens;
                         return match.after == fact.sentence && kReads.contains(tokens.front());
                       });
  }

  static Change::Side SideOf(const std::vector<Sentence>& sentences, const Fact& fact) {
    const Sentence& sentence = sentences[fact.sentence];
    return {fact.shown, sentence.text, sentence.line};
  }

  // One change of a kind for a pair of sentences is enough: the surest.
  void Add(Change change) {
    const auto known = std::find_if(changes_.begin(), changes_.end(), [&](const Change& other) {
      return other.topic == change.topic && other.before.sentence == change.before.sentence &&
             other.after.sentence == change.after.sentence;
    });
    if (known == changes_.end()) {
      changes_.push_back(std::move(change));
    } else if (known->confidence < change.confidence) {
      *known = std::move(change);
    }
  }

  FactMemo& memo_;
  std::vector<Sentence> before_;
  std::vector<Sentence> after_;
  Alignment alignment_;
  std::map<size_t, size_t> partner_;  // of sentences before the change
  std::set<size_t> unchanged_;        // sentences after the change
  std::set<size_t> reversed_;
  Facts facts_before_;
  Facts facts_after_;
  Facts limits_before_;                             // all, also those that both sides state
  std::set<std::pair<Topic, std::string>> stated_;  // kinds of facts that both sides state
  std::set<std::pair<size_t, size_t>> judged_;      // pairs of sentences
  std::set<std::pair<size_t, size_t>> settled_;     // those whose words need not be looked at
  std::vector<Change> changes_;
};

}  // namespace

std::vector<Change> CompareDocuments(const Document& before, const Document& after) {
  FactMemo memo;
  return CompareDocuments(before, after, memo);
}

std::vector<Change> CompareDocuments(const Document& before, const Document& after,
                                     FactMemo& memo) {
  return Comparer(before, after, memo).Compare();
}

}  // namespace protowarden::rules::semantic::documented
