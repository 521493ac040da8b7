// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/documented/reversal.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/base/contains.h"
#include "rules/semantic/documented/difference.h"
#include "rules/semantic/documented/sentences.h"

namespace protowarden::rules::semantic::documented {
namespace {

constexpr std::array<std::string_view, 4> kNegations = {"not", "never", "no", "without"};
constexpr std::array<std::string_view, 10> kPermissions = {
    "support", "allow", "permitt", "permit", "accept", "can", "must", "may", "should", "require"};
// What a "not" keeps people from having to do.
constexpr std::array<std::string_view, 6> kDemands = {"requir",    "need",      "need to",
                                                      "mandatory", "necessary", "compulsory"};
// What nobody wants: a "no" before it was a promise.
constexpr std::array<std::string_view, 12> kHarms = {"twic",  "lost",  "los",   "duplicat",
                                                     "fail",  "expir", "drop",  "throttl",
                                                     "block", "stal",  "delay", "error"};
// What a value holds is what clients compute with.
constexpr std::array<std::string_view, 6> kContents = {"includ", "contain",  "count",
                                                       "cover",  "inclusiv", "deduct"};
// Words that add nothing to a "not".
constexpr std::array<std::string_view, 8> kFillers = {"still", "well",   "also",    "too",
                                                      "just",  "simply", "already", "ever"};
// Two sentences of fewer words have little in common but chance.
constexpr size_t kFewestCommonWords = 1;

// Words of `from` that `other` lacks, without those that mean little.
std::vector<std::string> Surplus(std::span<const std::string> from,
                                 std::span<const std::string> other) {
  std::unordered_map<std::string_view, size_t> rest;
  for (const std::string& word : other) ++rest[word];
  std::vector<std::string> surplus;
  for (const std::string& word : from) {
    const auto found = rest.find(word);
    if (found != rest.end() && found->second > 0) {
      --found->second;
    } else if ((!IsStopword(word) || word == "with") && !Contains(kFillers, word) &&
               (word != "longer" || !Contains(from, "no"))) {
      surplus.push_back(word);
    }
  }
  return surplus;
}

size_t MeaningfulWords(std::span<const std::string> words) {
  return static_cast<size_t>(std::count_if(
      words.begin(), words.end(), [](const std::string& word) { return !IsStopword(word); }));
}

// "Overrides the parent" became "is overridden by the parent".
bool ByVoice(std::span<const std::string> before, std::span<const std::string> after,
             std::string_view gone, std::string_view come) {
  static constexpr size_t kCommon = 5;
  const bool alike = gone.size() >= kCommon && come.size() >= kCommon &&
                     gone.substr(0, kCommon) == come.substr(0, kCommon);
  return alike && Contains(before, "by") != Contains(after, "by");
}

// What one may be spared: "must not" is no such thing.
bool AskFor(std::span<const std::string> words) {
  for (size_t i = 1; i < words.size(); ++i) {
    if (words[i] == "to" && (words[i - 1] == "have" || words[i - 1] == "has")) return true;
  }
  return !Contains(words, "must") &&
         std::any_of(words.begin(), words.end(),
                     [](const std::string& word) { return Contains(kDemands, word); });
}

// "All items" became "only new items".
bool ByQuantifier(std::span<const std::string> gone, std::span<const std::string> come) {
  static constexpr std::array<std::string_view, 3> kAll = {"all", "every", "each"};
  static constexpr size_t kFew = 3;
  const bool all = std::any_of(gone.begin(), gone.end(),
                               [](const std::string& word) { return Contains(kAll, word); });
  if (!all || come.empty() || come.size() > kFew) return false;
  return gone.size() < kFew && Contains(come, "only");
}

// "Consistent" became "inconsistent".
bool ByPrefix(std::span<const std::string> gone, std::span<const std::string> come) {
  static constexpr std::array<std::string_view, 7> kPrefixes = {"in", "un", "non", "non-",
                                                                "im", "ir", "dis"};
  static constexpr size_t kShortest = 5;
  if (gone.size() != 1 || come.size() != 1 || std::min(gone[0].size(), come[0].size()) < kShortest)
    return false;
  const bool longer = come[0].size() > gone[0].size();
  const std::string& word = longer ? gone[0] : come[0];
  const std::string& denied = longer ? come[0] : gone[0];
  static constexpr std::array<std::string_view, 7> kWelcome = {
      "support", "stabl", "stable", "availabl", "limit", "implement", "test"};
  if (!longer && Contains(kWelcome, word)) return false;
  return std::any_of(kPrefixes.begin(), kPrefixes.end(), [&](std::string_view prefix) {
    return denied.size() == prefix.size() + word.size() && denied.starts_with(prefix) &&
           denied.ends_with(word);
  });
}

// "Titles and descriptions" became "titles only".
bool ByNarrowing(std::span<const std::string> gone, std::span<const std::string> come) {
  static constexpr std::array<std::string_view, 4> kOnly = {"only", "sol", "solely", "exclusively"};
  return !gone.empty() && come.size() == 1 && Contains(kOnly, come[0]) && !Contains(gone, "not") &&
         !Contains(gone, "most");
}

// "For all users" became "for new users".
std::optional<Reversal> ByRestriction(std::span<const std::string> before,
                                      std::span<const std::string> after) {
  static constexpr std::array<std::string_view, 4> kAll = {"all", "every", "each", "any"};
  static constexpr size_t kMostWords = 2;
  const Difference difference = FindDifference(before, after);
  if (difference.before != 1 || difference.after == 0 || difference.after > kMostWords ||
      !Contains(kAll, before[difference.begin])) {
    return std::nullopt;
  }
  const auto come = after.subspan(difference.begin, difference.after);
  const bool tells = std::all_of(come.begin(), come.end(), [](const std::string& word) {
    return !IsStopword(word) && !Contains(kAll, word);
  });
  return tells ? std::optional(Reversal{before[difference.begin], come.front()}) : std::nullopt;
}

// "Sent by" became "sent to".
std::optional<Reversal> ByDirection(std::span<const std::string> before,
                                    std::span<const std::string> after) {
  const Difference difference = FindDifference(before, after);
  if (difference.before != 1 || difference.after != 1) return std::nullopt;
  static constexpr std::array<std::string_view, 2> kFrom = {"from", "by"};
  const std::string& gone = before[difference.begin];
  const std::string& come = after[difference.begin];
  const bool turned =
      (Contains(kFrom, gone) && come == "to") || (gone == "to" && Contains(kFrom, come));
  return turned ? std::optional(Reversal{gone, come}) : std::nullopt;
}

// "may be set" became "must be set".
std::optional<Reversal> ByModal(std::span<const std::string> before,
                                std::span<const std::string> after) {
  // "Can not" forbids as much as "must not".
  const bool forbids = Contains(before, "not");
  if (forbids || Contains(before, "must") || !Contains(after, "must")) return std::nullopt;
  for (const std::string_view modal : {"may", "can", "might", "should"}) {
    if (Contains(before, modal) && !Contains(after, modal)) {
      // In a subordinate clause "should" demands nothing of the value.
      static constexpr std::ptrdiff_t kSubject = 3;
      const auto place = std::find(after.begin(), after.end(), "must") - after.begin();
      return Reversal{std::string(modal), "must", modal != "should" || place < kSubject};
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<Reversal> FindReversal(std::span<const std::string> before,
                                     std::span<const std::string> after) {
  const std::vector<std::string> gone = Surplus(before, after);
  const std::vector<std::string> come = Surplus(after, before);
  if (MeaningfulWords(before) < gone.size() + kFewestCommonWords) return std::nullopt;
  if (ByQuantifier(gone, come) || (ByPrefix(gone, come) && !Contains(before, "in")))
    return Reversal{gone[0], come.back()};
  if (ByNarrowing(gone, come)) return Reversal{gone[0], come[0]};
  if (const auto restriction = ByRestriction(before, after)) return restriction;
  if (gone.size() == 1 && come.size() == 1 && ByVoice(before, after, gone[0], come[0])) {
    return Reversal{gone[0], come[0]};
  }
  if (gone.empty() && come.empty()) {
    const auto direction = ByDirection(before, after);
    return direction.has_value() ? direction : ByModal(before, after);
  }
  if (gone.empty() && come.size() == 1 && Contains(kNegations, come.front())) {
    // "A key is needed" became "no key is needed".
    if (AskFor(before)) return std::nullopt;
    return Reversal{"", come.front()};
  }
  if (!come.empty() || gone.size() != 1 || !Contains(kNegations, gone.front())) {
    return std::nullopt;
  }
  // "No key is needed" became "a key is needed".
  if (AskFor(before)) return Reversal{gone.front(), ""};
  // A "not" that is gone often allows what was forbidden, which breaks nobody.
  const auto any_of = [&](const auto& words) {
    return std::any_of(before.begin(), before.end(),
                       [&](const std::string& word) { return Contains(words, word); });
  };
  if (any_of(kPermissions)) return std::nullopt;
  return Reversal{gone.front(), "", any_of(kContents) || any_of(kHarms)};
}

}  // namespace protowarden::rules::semantic::documented
