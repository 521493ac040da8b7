// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/documented/swap.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <iterator>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/base/contains.h"
#include "rules/semantic/documented/pattern_book.h"
#include "rules/semantic/documented/quantity.h"

namespace protowarden::rules::semantic::documented {
namespace {

constexpr std::array<std::string_view, 18> kPrefixes = {
    "nano", "micro", "milli", "centi", "deci", "deca", "hecto", "kilo", "mega",
    "giga", "tera",  "peta",  "kibi",  "mebi", "gibi", "tebi",  "half", "sub"};
// The number behind one of these counts nothing.
constexpr std::array<std::string_view, 30> kLabels = {
    "version",  "v",    "rfc",    "section", "issu",    "bug",     "sinc", "releas",
    "chapter",  "pag",  "tabl",   "figur",   "exampl",  "step",    "iso",  "http",
    "level",    "id",   "result", "item",    "option",  "cas",     "rul",  "ticket",
    "appendix", "part", "phas",   "cl",      "android", "protocol"};

// "millimeter" for "meter".
bool IsMultiple(std::string_view longer, std::string_view base) {
  static constexpr size_t kShortestBase = 3;
  if (longer.ends_with('e')) longer.remove_suffix(1);  // stems of short words keep it
  if (base.ends_with('e')) base.remove_suffix(1);
  if (base.size() < kShortestBase || !longer.ends_with(base)) return false;
  return Contains(kPrefixes, longer.substr(0, longer.size() - base.size()));
}

std::string_view WithoutPrefix(std::string_view word) {
  const auto prefix = std::find_if(kPrefixes.begin(), kPrefixes.end(), [&](std::string_view item) {
    return word.size() > item.size() + 2 && word.starts_with(item);
  });
  return prefix == kPrefixes.end() ? word : word.substr(prefix->size());
}

// "mg/dl" and "mmol/l".
bool AreRates(std::string_view before, std::string_view after) {
  const size_t slash = before.find('/');
  const size_t other = after.find('/');
  if (slash == std::string_view::npos || other == std::string_view::npos) return false;
  if (slash != before.rfind('/') || other != after.rfind('/') || slash == 0) return false;
  const auto letters = [](std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char letter) {
      return letter == '/' || std::isalpha(static_cast<unsigned char>(letter)) != 0;
    });
  };
  return letters(before) && letters(after);
}

// By its stem: "minut" is the minute.
const Unit* FindUnit(const std::string& stem) {
  const PatternBook& book = PatternBook::Builtin();
  const Unit* unit = book.FindUnit(stem);
  return unit == nullptr ? book.FindUnit(stem + "e") : unit;
}

bool AreUnitsOfOneKind(const std::string& before, const std::string& after) {
  if (IsMultiple(before, after) || IsMultiple(after, before)) return true;
  const std::string_view base = WithoutPrefix(before);
  if (base.size() < before.size() && WithoutPrefix(after) == base && after.size() > base.size()) {
    return true;
  }
  const Unit* from = FindUnit(before);
  const Unit* to = FindUnit(after);
  return from != nullptr && to != nullptr && from->dimension == to->dimension &&
         from->factor != to->factor;
}

// A unit or a rate: "ppm", "mg/m3".
bool IsUnit(const std::string& word) {
  static constexpr size_t kLongest = 8;
  const size_t slash = word.find('/');
  const bool rate = slash != std::string::npos && slash > 0 && slash == word.rfind('/') &&
                    slash + 1 < word.size() && word.size() <= kLongest;
  return rate || FindUnit(word) != nullptr;
}

bool AreSameUnit(const std::string& before, const std::string& after) {
  const Unit* from = FindUnit(before);
  const Unit* to = FindUnit(after);
  return from != nullptr && to != nullptr && from->dimension == to->dimension &&
         from->factor == to->factor;
}

// "From the oldest to the newest" and "from the newest to the oldest".
bool AreTurned(const std::vector<std::string>& from, const std::vector<std::string>& to) {
  const auto ends = [](const std::vector<std::string>& tokens) {
    std::vector<std::string> words;
    const auto begin = std::find(tokens.begin(), tokens.end(), "from");
    const auto middle = std::find(begin, tokens.end(), "to");
    if (middle == tokens.end()) return words;
    for (const auto& [first, last] : {std::pair(begin, middle), std::pair(middle, tokens.end())}) {
      const auto word = std::find_if(first, last, [](const std::string& token) {
        return !IsStopword(token) && token != "up" && token != "down";
      });
      if (word != last) words.push_back(*word);
    }
    return words;
  };
  const std::vector<std::string> old_ends = ends(from);
  const std::vector<std::string> new_ends = ends(to);
  return old_ends.size() == 2 && new_ends.size() == 2 && old_ends[0] == new_ends[1] &&
         old_ends[1] == new_ends[0] && old_ends[0] != old_ends[1];
}

}  // namespace

bool IsLabel(std::string_view word) {
  const std::vector<std::string> stems = TokensOf(word);
  return !stems.empty() && Contains(kLabels, stems.front());
}

std::optional<Swap> FindSwap(const Sentence& before, const Sentence& after) {
  const auto& from = before.tokens;
  const auto& to = after.tokens;
  if (AreTurned(from, to)) return Swap{Topic::kOrder, "from ... to", "turned around"};
  if (from.size() != to.size()) return std::nullopt;
  const auto [a, b] = std::mismatch(from.begin(), from.end(), to.begin());
  if (a == from.end() || !std::equal(std::next(a), from.end(), std::next(b))) return std::nullopt;
  static constexpr std::array<std::string_view, 7> kDays = {
      "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
  if (Contains(kDays, *a) && Contains(kDays, *b)) return Swap{Topic::kMeaning, *a, *b};
  const bool behind_in = a != from.begin() && *std::prev(a) == "in";
  // At the end of a sentence a unit counts what it is about.
  const bool last = std::next(a) == from.end() && from.size() > 1;
  const auto named = [](const std::string& word) {
    return std::any_of(word.begin(), word.end(),
                       [](unsigned char letter) { return std::isalpha(letter) != 0; });
  };
  if (last && named(*a) && named(*b) && IsUnit(*a) && IsUnit(*b) && !AreSameUnit(*a, *b)) {
    return Swap{Topic::kUnit, *a, *b};
  }
  if (AreUnitsOfOneKind(*a, *b) || (behind_in && AreRates(*a, *b)))
    return Swap{Topic::kUnit, *a, *b};
  const auto old_number = ParseQuantity(*a);
  const auto new_number = ParseQuantity(*b);
  if (!old_number.has_value() || !new_number.has_value() || *old_number == *new_number) {
    return std::nullopt;
  }
  static constexpr size_t kShortest = 3;
  static constexpr double kFirstYear = 1900;
  static constexpr double kLastYear = 2100;
  const bool year = old_number->value >= kFirstYear && old_number->value <= kLastYear &&
                    new_number->value >= kFirstYear && new_number->value <= kLastYear;
  const bool labelled =
      a != from.begin() && (Contains(kLabels, *std::prev(a)) || std::prev(a)->starts_with("next-"));
  const bool stated =
      before.plain.find(*a) != std::string::npos && after.plain.find(*b) != std::string::npos;
  if (year || labelled || !stated || from.size() < kShortest) return std::nullopt;
  // Most numbers say up to where something works.
  const bool less = new_number->value < old_number->value || old_number->value <= 0;
  return Swap{Topic::kMeaning, *a, *b, less};
}

}  // namespace protowarden::rules::semantic::documented
