// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/documented/quantity.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <utility>
#include <vector>

#include "analyzer/base/text.h"
#include "rules/semantic/documented/pattern_book.h"

namespace protowarden::rules::semantic::documented {
namespace {

using Named = std::pair<std::string_view, int>;
constexpr std::array<Named, 28> kSmall = {
    {{"zero", 0},     {"one", 1},      {"two", 2},        {"three", 3},     {"four", 4},
     {"five", 5},     {"six", 6},      {"seven", 7},      {"eight", 8},     {"nine", 9},
     {"ten", 10},     {"eleven", 11},  {"twelve", 12},    {"thirteen", 13}, {"fourteen", 14},
     {"fifteen", 15}, {"sixteen", 16}, {"seventeen", 17}, {"eighteen", 18}, {"nineteen", 19},
     {"twenty", 20},  {"thirty", 30},  {"forty", 40},     {"fifty", 50},    {"sixty", 60},
     {"seventy", 70}, {"eighty", 80},  {"ninety", 90}}};
constexpr std::array<Named, 2> kLarge = {{{"hundred", 100}, {"thousand", 1000}}};
constexpr std::array<std::string_view, 7> kOnePeriod = {"second", "minute", "hour", "day",
                                                        "week",   "month",  "year"};

const Named* Find(std::span<const Named> names, std::string_view word) {
  const auto found = std::find_if(names.begin(), names.end(),
                                  [&](const Named& name) { return name.first == word; });
  return found == names.end() ? nullptr : &*found;
}

// "twenty-four" and "four"; nullptr-like -1 for any other word.
int SmallNumber(std::string_view word) {
  int sum = 0;
  for (const std::string_view part : Split(word, '-')) {
    const Named* name = Find(kSmall, part);
    if (name == nullptr) return -1;
    sum += name->second;
  }
  return sum;
}

// Rewrites words from left to right.
class DigitWriter {
 public:
  std::string Write(const std::string& text) {
    for (const std::string_view word : Split(text, ' ')) Read(word);
    EndNumber();
    return Join(words_, " ");
  }

 private:
  void Read(std::string_view word) {
    size_t end = word.size();
    while (end > 0 && std::ispunct(static_cast<unsigned char>(word[end - 1])) != 0) --end;
    const std::string lower = ToLower(word.substr(0, end));
    const int small = SmallNumber(lower);
    const Named* large = Find(kLarge, lower);
    if (small >= 0) {
      // "two hundred fifty" goes on; "one two" does not.
      if (pending_ && !scaled_) EndNumber();
      number_ += small;
      pending_ = true;
    } else if (large != nullptr && (pending_ || article_)) {
      if (article_) words_.pop_back();
      number_ = std::max<int64_t>(number_, 1) * large->second;
      pending_ = scaled_ = true;
    } else {
      EndNumber();
      if (article_ && std::find(kOnePeriod.begin(), kOnePeriod.end(), lower) != kOnePeriod.end()) {
        words_.back() = "1";
      }
      article_ = lower == "a" || lower == "an";
      words_.emplace_back(word);
      return;
    }
    article_ = false;
    if (end < word.size()) {
      EndNumber();
      words_.back().append(word.substr(end));
    }
  }

  void EndNumber() {
    if (!pending_) return;
    words_.push_back(std::to_string(number_));
    number_ = 0;
    pending_ = scaled_ = false;
  }

  std::vector<std::string> words_;
  int64_t number_ = 0;
  bool pending_ = false;
  bool scaled_ = false;
  bool article_ = false;
};

}  // namespace

std::string NumbersInDigits(const std::string& text) { return DigitWriter().Write(text); }

std::optional<double> ParseNumber(std::string_view text) {
  std::string digits;
  size_t at = 0;
  for (; at < text.size(); ++at) {
    const char letter = text[at];
    if (letter == ',' || letter == '_' || letter == '\'') continue;
    const bool sign = letter == '-' && (digits.empty() || digits.back() == 'e');
    const bool exponent =
        letter == 'e' && !digits.empty() && at + 1 < text.size() &&
        (text[at + 1] == '-' || std::isdigit(static_cast<unsigned char>(text[at + 1])) != 0);
    if (exponent) {
      digits.push_back(letter);
      continue;
    }
    if (!sign && letter != '.' && std::isdigit(static_cast<unsigned char>(letter)) == 0) break;
    digits.push_back(letter);
  }
  double value = 0;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (problem != std::errc() || end == digits.data()) return std::nullopt;
  static constexpr std::array<std::pair<std::string_view, double>, 7> kScales = {
      {{"", 1},
       {"k", 1e3},
       {"K", 1e3},
       {"M", 1e6},
       {"thousand", 1e3},
       {"million", 1e6},
       {"billion", 1e9}}};
  const std::string_view scale = Trim(text.substr(at));
  for (const auto& [name, factor] : kScales) {
    if (scale == name) return value * factor;
  }
  return std::nullopt;
}

std::optional<Quantity> ParseQuantity(std::string_view text) {
  text = Trim(text);
  if (const auto bare = ParseNumber(text)) return Quantity{*bare, {}};
  // The unit is the longest ending that is one.
  for (size_t cut = 1; cut < text.size(); ++cut) {
    if (std::isdigit(static_cast<unsigned char>(text[cut - 1])) == 0 && text[cut - 1] != ' ' &&
        text[cut - 1] != '-' && std::isalpha(static_cast<unsigned char>(text[cut - 1])) != 0 &&
        text[cut] != ' ') {
      continue;
    }
    std::string_view written = Trim(text.substr(cut));
    if (written.starts_with('-')) written.remove_prefix(1);
    const Unit* unit = PatternBook::Builtin().FindUnit(written);
    if (unit == nullptr) continue;
    std::string_view number = Trim(text.substr(0, cut));
    if (number.ends_with('-')) number.remove_suffix(1);
    if (const auto value = ParseNumber(number)) {
      return Quantity{*value * unit->factor, unit->dimension};
    }
  }
  return std::nullopt;
}

}  // namespace protowarden::rules::semantic::documented
