// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/documented/verdict.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string_view>

#include "analyzer/base/text.h"

namespace protowarden::rules::semantic::documented {
namespace {

Verdict Opposite(Verdict verdict) {
  if (verdict == Verdict::kGives) return Verdict::kTakes;
  return verdict == Verdict::kTakes ? Verdict::kGives : verdict;
}

bool SameNumber(double a, double b) {
  static constexpr double kRounding = 1e-9;
  return std::fabs(a - b) <= kRounding * std::max({1.0, std::fabs(a), std::fabs(b)});
}

// More is better; of equal limits the one that excludes itself allows less.
Verdict JudgeNumber(const Fact& before, const Fact& after) {
  const bool zero = before.quantity->value == 0 || after.quantity->value == 0;
  // Nothing is nothing in any unit.
  if (before.quantity->dimension != after.quantity->dimension && !zero) {
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
  Fact from = before;
  Fact to = after;
  from.quantity->value = InclusiveLimit(before, step);
  to.quantity->value = InclusiveLimit(after, step);
  const Verdict verdict = JudgeNumber(from, to);
  return before.topic == Topic::kMost ? verdict : Opposite(verdict);
}

// "Mode.FAST" and "FAST" are one value.
bool SameName(std::string_view a, std::string_view b) {
  if (a == b) return true;
  if (a.size() < b.size()) std::swap(a, b);
  if (b.empty() || !a.ends_with(b)) return false;
  const char mark = a[a.size() - b.size() - 1];
  return mark == '.' || mark == '_' || mark == ':';
}

Verdict JudgeDefault(const Fact& before, const Fact& after) {
  if (before.quantity.has_value() && after.quantity.has_value()) {
    const Verdict verdict = JudgeNumber(before, after);
    return verdict == Verdict::kGives ? Verdict::kTakes : verdict;
  }
  if (SameName(before.value, after.value)) return Verdict::kSame;
  // Ways to say nothing at all.
  static const std::set<std::string_view> kNothing = {"0",     "empty", "none", "null",    "nil",
                                                      "unset", "false", "off",  "disabled"};
  if (kNothing.contains(before.value) && kNothing.contains(after.value)) return Verdict::kSame;
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
      // A bare number may count anything.
      return before.attribute == after.attribute || before.attribute.empty() ||
             after.attribute.empty();
    case Topic::kError:
    case Topic::kMessage:
    case Topic::kUnit:
    case Topic::kDefault:
    case Topic::kOrder:
      return true;
    default:
      return before.attribute == after.attribute;
  }
}

Verdict Judge(const Fact& before, const Fact& after) {
  switch (before.topic) {
    case Topic::kMost:
    case Topic::kLeast:
      return JudgeLimit(before, after);
    case Topic::kQuota:
      return JudgeNumber(before, after);
    case Topic::kLifetime: {
      const Verdict verdict = JudgeNumber(before, after);
      return before.attribute == "delay" ? Opposite(verdict) : verdict;
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
      return before.attribute == "other" ? Verdict::kSame : Opposite(JudgeRank(before, after));
    case Topic::kAuth:
      if (before.attribute == "needed") return Opposite(JudgeRank(before, after));
      break;
    case Topic::kFormat:
      if (before.attribute == "template") return JudgeTemplate(before, after);
      break;
    case Topic::kGuarantee:
      if (before.attribute != "delivery") return JudgeRank(before, after);
      break;
    default:
      break;
  }
  return SameName(before.value, after.value) ? Verdict::kSame : Verdict::kTakes;
}

}  // namespace protowarden::rules::semantic::documented
