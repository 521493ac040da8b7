// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/documented/verdict.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <set>
#include <string_view>

#include "analyzer/base/text.h"
#include "rules/semantic/documented/difference.h"
#include "rules/semantic/documented/lexicon.h"
#include "rules/semantic/documented/sentences.h"

namespace protowarden::rules::semantic::documented {
namespace {

Verdict Inverse(Verdict verdict) {
  if (verdict == Verdict::kGives) return Verdict::kTakes;
  return verdict == Verdict::kTakes ? Verdict::kGives : verdict;
}

bool SameNumber(double a, double b) {
  if (std::isinf(a) || std::isinf(b)) return a == b;
  static constexpr double kRounding = 1e-9;
  return std::fabs(a - b) <= kRounding * std::max({1.0, std::fabs(a), std::fabs(b)});
}

// More is better; of equal limits the one that excludes itself allows less.
Verdict JudgeNumber(const Fact& before, const Fact& after) {
  const bool zero = before.quantity->value == 0 || after.quantity->value == 0;
  // Nothing is nothing in any unit.
  const bool endless = std::isinf(before.quantity->value) || std::isinf(after.quantity->value);
  if (before.quantity->dimension != after.quantity->dimension && !zero && !endless) {
    return SameNumber(before.quantity->value, after.quantity->value) ? Verdict::kSame
                                                                     : Verdict::kUnclear;
  }
  if (!SameNumber(before.quantity->value, after.quantity->value)) {
    return after.quantity->value > before.quantity->value ? Verdict::kGives : Verdict::kTakes;
  }
  return Verdict::kSame;
}

// "64 or fewer" and "fewer than 65" are the same for whole numbers.
double InclusiveLimit(const Fact& fact, double step) {
  const double value = fact.quantity->value;
  return fact.exclusive && std::floor(value) == value ? value + step : value;
}

Verdict JudgeLimit(const Fact& before, const Fact& after) {
  const double step = before.topic == Topic::kMost ? -1 : 1;
  const bool text = before.attribute == "text" && after.attribute == "size";
  if (before.topic == Topic::kMost &&
      (text || (before.attribute == "size" && after.attribute == "text"))) {
    const bool more = after.quantity->value > before.quantity->value;
    return text == more ? Verdict::kUnclear : text ? Verdict::kTakes : Verdict::kGives;
  }
  Fact from = before;
  Fact to = after;
  from.quantity->value = InclusiveLimit(before, step);
  to.quantity->value = InclusiveLimit(after, step);
  const Verdict verdict = JudgeNumber(from, to);
  return before.topic == Topic::kMost ? verdict : Inverse(verdict);
}

// "Mode.FAST" and "FAST" are one value.
bool SameName(std::string_view a, std::string_view b) {
  if (a == b) return true;
  if (a.size() < b.size()) std::swap(a, b);
  if (b.empty() || !a.ends_with(b)) return false;
  // A space is missing in "tousage_gce".
  if (a.substr(0, a.size() - b.size()) == "to" && b.find('_') != std::string_view::npos)
    return true;
  const char mark = a[a.size() - b.size() - 1];
  return mark == '.' || mark == '_' || mark == ':';
}

// Words that name what happens, without those that only say that it does.
std::set<std::string> ContentOf(const std::string& text) {
  static const std::set<std::string_view> kEmpty = {
      "us",      "assum", "apply", "tak",  "chosen", "choos", "select", "pick",    "return",
      "default", "set",   "treat", "then", "mean",   "stand", "given",  "consider"};
  static const std::map<std::string_view, std::string_view> kSame = {
      {"forever", "unlimited"}, {"indefinitely", "unlimited"},
      {"infinit", "unlimited"}, {"service", "server"},
      {"system", "server"},     {"backend", "server"},
      {"api", "server"},        {"every", "all"},
      {"everyth", "all"},       {"each", "all"},
      {"noth", "no"},           {"none", "no"}};
  std::set<std::string> content;
  for (const std::string& token : TokensOf(text)) {
    if ((IsStopword(token) && token != "current") || kEmpty.contains(token)) continue;
    const auto same = kSame.find(token);
    content.insert(same == kSame.end() ? Lexicon::Builtin().Canonical(token)
                                       : std::string(same->second));
  }
  return content;
}

bool Denies(const std::set<std::string>& words) {
  return words.contains("not") || words.contains("no") || words.contains("without") ||
         words.contains("never");
}

// One letter more, less or another, or a part of the name; short words are never misspelt.
bool IsMisspelt(std::string_view a, std::string_view b) {
  static constexpr size_t kShortest = 5;
  if (a.size() > b.size()) std::swap(a, b);
  if (a.size() < kShortest) return false;
  if (b.ends_with(a) || b.starts_with(a)) return true;
  if (b.size() > a.size() + 1) return false;
  size_t same = 0;
  while (same < a.size() && a[same] == b[same]) ++same;
  const size_t rest = b.size() - same - 1;
  return rest <= a.size() && a.substr(a.size() - rest) == b.substr(same + 1);
}

// The same text with one or two other words in the same places.
bool IsSubstitution(const std::string& before, const std::string& after) {
  static constexpr size_t kMostPlaces = 2;
  const std::vector<std::string> from = TokensOf(before);
  const std::vector<std::string> to = TokensOf(after);
  if (from.size() != to.size()) {
    const Difference difference = FindDifference(from, to);
    const auto tells = [](const std::string& word) { return !IsStopword(word); };
    const auto begin = static_cast<std::ptrdiff_t>(difference.begin);
    const auto some = [&](const std::vector<std::string>& words, size_t count) {
      const auto first = words.begin() + begin;
      return count <= kMostPlaces &&
             std::any_of(first, first + static_cast<std::ptrdiff_t>(count), tells);
    };
    const auto joined = [&](const std::vector<std::string>& words, size_t count) {
      const auto first = words.begin() + begin;
      return Join({first, first + static_cast<std::ptrdiff_t>(count)}, "");
    };
    // A space is missing.
    if (joined(from, difference.before) == joined(to, difference.after)) return false;
    return difference.before > 0 && difference.after > 0 && some(from, difference.before) &&
           some(to, difference.after);
  }
  size_t places = 0;
  for (size_t i = 0; i < from.size(); ++i) {
    const auto tells = [](const std::string& word) {
      return !IsStopword(word) || word == "current";
    };
    const bool content = tells(from[i]) && tells(to[i]);
    places += from[i] != to[i] && content && !IsMisspelt(from[i], to[i]) ? 1 : 0;
  }
  return places > 0 && places <= kMostPlaces;
}

// Two short texts that share next to nothing name different things.
Verdict JudgeWords(const Fact& before, const Fact& after) {
  static constexpr size_t kMostWords = 6;
  static constexpr double kAlike = 0.34;
  const std::set<std::string> from = ContentOf(before.value);
  const std::set<std::string> to = ContentOf(after.value);
  if (from.empty() || to.empty()) return Verdict::kUnclear;
  std::vector<std::string> common;
  std::set_intersection(from.begin(), from.end(), to.begin(), to.end(), std::back_inserter(common));
  // One and the same constant results.
  const bool named = std::any_of(common.begin(), common.end(), [](const std::string& word) {
    return word.find('_') != std::string::npos;
  });
  if (named && Denies(from) == Denies(to)) return Verdict::kSame;
  const bool longer = std::max(from.size(), to.size()) > kMostWords;
  const double all = static_cast<double>(from.size() + to.size() - common.size());
  const double alike = static_cast<double>(common.size()) / all;
  if (common.size() == std::min(from.size(), to.size())) return Verdict::kSame;
  if (longer) return alike >= kAlike ? Verdict::kSame : Verdict::kUnclear;
  if (alike < kAlike || Denies(from) != Denies(to)) return Verdict::kTakes;
  if (from.contains("all") && to.contains("only")) return Verdict::kTakes;
  return IsSubstitution(before.value, after.value) ? Verdict::kTakes : Verdict::kSame;
}

bool IsZeroOrLess(const Fact& fact) {
  return fact.attribute == "zero" || fact.attribute == "negative";
}

bool IsInWords(const Fact& fact) { return fact.attribute == "words" || IsZeroOrLess(fact); }

Verdict JudgeDefault(const Fact& before, const Fact& after) {
  const bool in_words = (IsInWords(before) || !before.quantity.has_value()) &&
                        (IsInWords(after) || !after.quantity.has_value());
  const bool vague = before.vague && after.vague;
  if (in_words && (vague || IsInWords(before) || IsInWords(after))) {
    return JudgeWords(before, after);
  }
  if (before.quantity.has_value() && after.quantity.has_value()) {
    const Verdict verdict = JudgeNumber(before, after);
    return verdict == Verdict::kGives ? Verdict::kTakes : verdict;
  }
  if (SameName(before.value, after.value)) return Verdict::kSame;
  // Ways to say nothing at all.
  static const std::set<std::string_view> kNothing = {"0",     "empty", "none", "null",    "nil",
                                                      "unset", "false", "off",  "disabled"};
  if (kNothing.contains(before.value) && kNothing.contains(after.value)) return Verdict::kSame;
  static const std::set<std::string_view> kEndless = {"unlimited", "infinite",     "infinity",
                                                      "forever",   "indefinitely", "no limit"};
  if (kEndless.contains(before.value) && kEndless.contains(after.value)) return Verdict::kSame;
  // "3" and "3 retries".
  const auto within = [](const Fact& part, const Fact& whole) {
    const std::vector<std::string> words = TokensOf(whole.value);
    return whole.vague && std::find(words.begin(), words.end(), part.value) != words.end();
  };
  if (within(before, after) || within(after, before)) return Verdict::kSame;
  // A number is no longer the default where words have come in its place.
  const bool replaced =
      before.quantity.has_value() && after.vague &&
      std::find(after.rest.begin(), after.rest.end(), before.value) == after.rest.end();
  return (before.vague || after.vague) && !replaced ? Verdict::kUnclear : Verdict::kTakes;
}

std::set<std::string_view> WordsOf(const std::string& text, char separator = ' ') {
  std::set<std::string_view> words;
  for (const std::string_view word : Split(text, separator)) {
    if (!word.empty()) words.insert(word);
  }
  return words;
}

Verdict JudgeOrder(const Fact& before, const Fact& after) {
  if (before.value == "none" || after.value == "none") {
    if (before.value == after.value) return Verdict::kSame;
    return after.value == "none" ? Verdict::kTakes : Verdict::kGives;
  }
  if (!before.direction.empty() && !after.direction.empty() &&
      before.direction != after.direction) {
    return Verdict::kTakes;
  }
  const auto from = WordsOf(before.value);
  const auto to = WordsOf(after.value);
  if (from.empty() || to.empty()) return Verdict::kSame;
  const bool common = std::any_of(from.begin(), from.end(),
                                  [&](std::string_view word) { return to.contains(word); });
  return common ? Verdict::kSame : Verdict::kTakes;
}

// A value that is no longer listed may no longer be accepted.
Verdict JudgeValues(const Fact& before, const Fact& after) {
  const auto from = WordsOf(before.value, '\n');
  const auto to = WordsOf(after.value, '\n');
  if (from == to) return Verdict::kSame;
  if (std::includes(to.begin(), to.end(), from.begin(), from.end())) return Verdict::kGives;
  const bool common = std::any_of(from.begin(), from.end(),
                                  [&](std::string_view name) { return to.contains(name); });
  // Names that have nothing in common are likely names of something else.
  return common ? Verdict::kTakes : Verdict::kUnclear;
}

// Values are ranks, and a lower one promises (demands) less.
Verdict JudgeRank(const Fact& before, const Fact& after) {
  if (before.value == after.value) return Verdict::kSame;
  return before.value < after.value ? Verdict::kGives : Verdict::kTakes;
}

bool IsTextOrSize(const Fact& fact) { return fact.attribute == "text" || fact.attribute == "size"; }

// Who may do more has the higher rank; 0 for roles that are no part of a ladder.
int RankOfRole(std::string_view role) {
  static const std::map<std::string_view, int> kRanks = {
      {"viewer", 1}, {"reader", 1},      {"read", 1},         {"readonly", 1},
      {"editor", 2}, {"writer", 2},      {"write", 2},        {"admin", 3},
      {"owner", 3},  {"contributor", 2}, {"administrator", 3}};
  const auto found = kRanks.find(role);
  return found == kRanks.end() ? 0 : found->second;
}

// A variable where a fixed word stood allows more.
Verdict JudgeTemplate(const Fact& before, const Fact& after) {
  const std::vector<std::string_view> from = Split(before.value, '/');
  const std::vector<std::string_view> to = Split(after.value, '/');
  if (from.size() != to.size()) return Verdict::kTakes;
  Verdict verdict = Verdict::kSame;
  for (size_t i = 0; i < from.size(); ++i) {
    if (from[i] == to[i]) continue;
    if (to[i] != "*") return Verdict::kTakes;
    verdict = Verdict::kGives;
  }
  return verdict;
}

}  // namespace

bool Comparable(const Fact& before, const Fact& after) {
  if (before.topic != after.topic) return false;
  switch (before.topic) {
    case Topic::kMost:
    case Topic::kLeast:
    case Topic::kQuota:
      // A bare number may count anything; characters take one byte or more.
      return (IsTextOrSize(before) && IsTextOrSize(after)) ||
             SameName(before.attribute, after.attribute) || before.attribute.empty() ||
             after.attribute.empty();
    case Topic::kLifetime:
      return before.attribute == after.attribute ||
             (std::isinf(before.quantity->value) && after.attribute != "delay" &&
              after.attribute != "interval");
    case Topic::kError:
      // No error before and some error now; but which of two errors it is only codes tell.
      return before.attribute == after.attribute || before.value == "none";
    case Topic::kDefault:
      return before.attribute == after.attribute || (!IsZeroOrLess(before) && !IsZeroOrLess(after));
    case Topic::kMessage:
    case Topic::kUnit:
    case Topic::kOrder:
      return true;
    default:
      return before.attribute == after.attribute;
  }
}

bool Related(const Fact& before, const Fact& after) {
  // What had a value when it was left out must not be left out any more.
  if (before.topic == Topic::kDefault && !IsZeroOrLess(before)) {
    return after.topic == Topic::kDemand && after.attribute == "set" && after.value == "2";
  }
  static const std::set<std::string_view> kLoose = {"set", "other", "stance", "change", "unique"};
  // "Optional" is contradicted by what must be set, not by what else does not work.
  if (before.attribute == "set" && after.attribute == "stance") return false;
  return before.topic == after.topic &&
         (before.topic == Topic::kDemand || before.topic == Topic::kPresence) &&
         before.attribute != after.attribute && kLoose.contains(before.attribute) &&
         kLoose.contains(after.attribute);
}

bool IsHint(const Fact& fact) {
  return fact.attribute == "stance" || fact.attribute == "outcome" || fact.attribute == "words" ||
         fact.attribute == "free";
}

Verdict Judge(const Fact& before, const Fact& after) {
  if (before.topic != after.topic) return Verdict::kTakes;
  switch (before.topic) {
    case Topic::kMost:
    case Topic::kLeast:
      return JudgeLimit(before, after);
    case Topic::kQuota:
      return JudgeNumber(before, after);
    case Topic::kLifetime: {
      const Verdict verdict = JudgeNumber(before, after);
      return before.attribute == "delay" || before.attribute == "interval" ? Inverse(verdict)
                                                                           : verdict;
    }
    case Topic::kDefault:
      return JudgeDefault(before, after);
    case Topic::kOrder:
      return JudgeOrder(before, after);
    case Topic::kValues:
      return JudgeValues(before, after);
    case Topic::kPresence:
    case Topic::kRetry:
      return JudgeRank(before, after);
    case Topic::kDemand:
      return Inverse(JudgeRank(before, after));
    case Topic::kError:
      if (before.value == "none") return after.value == "none" ? Verdict::kSame : Verdict::kTakes;
      if (after.value == "none") return Verdict::kGives;
      break;
    case Topic::kAuth:
      if (before.attribute == "needed") return Inverse(JudgeRank(before, after));
      if (RankOfRole(after.value) > 0 && RankOfRole(after.value) < RankOfRole(before.value)) {
        return Verdict::kGives;
      }
      break;
    case Topic::kFormat:
      if (before.attribute == "template") return JudgeTemplate(before, after);
      break;
    case Topic::kGuarantee:
      if (after.value == "exactly once" && before.value != after.value) return Verdict::kGives;
      if (before.attribute != "delivery") return JudgeRank(before, after);
      break;
    default:
      break;
  }
  return SameName(before.value, after.value) ? Verdict::kSame : Verdict::kTakes;
}

}  // namespace protowarden::rules::semantic::documented
