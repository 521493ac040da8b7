// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/documented/code_swap.h"

#include <algorithm>
#include <cctype>
#include <span>
#include <string_view>
#include <vector>

#include "rules/semantic/documented/difference.h"
#include "rules/semantic/documented/swap.h"

namespace protowarden::rules::semantic::documented {
namespace {

using Words = std::span<const std::string_view>;

// A code is hardly longer.
constexpr size_t kMostWords = 3;

bool IsUpper(char letter) { return std::isupper(static_cast<unsigned char>(letter)) != 0; }
bool IsLower(char letter) { return std::islower(static_cast<unsigned char>(letter)) != 0; }
bool IsDigit(char letter) { return std::isdigit(static_cast<unsigned char>(letter)) != 0; }

// Capitals, with or without digits and marks: "XML", "ER7", "ICD-10", "X".
bool IsCode(std::string_view word) {
  static constexpr std::string_view kNoCode = "AI";  // words
  const auto capitals = std::count_if(word.begin(), word.end(), IsUpper);
  if (capitals == 0 || std::any_of(word.begin(), word.end(), IsLower)) return false;
  return word.size() > 1 || kNoCode.find(word.front()) == std::string_view::npos;
}

// Letters and digits in one word: "eu-west-1", "p256".
bool IsName(std::string_view word) {
  const auto plain = [](char letter) {
    return IsLower(letter) || IsDigit(letter) || letter == '-';
  };
  return IsLower(word.front()) && std::all_of(word.begin(), word.end(), plain) &&
         std::any_of(word.begin(), word.end(), IsDigit);
}

// "84" of "WGS 84", "24:00"; whole numbers with units are compared as numbers.
bool IsPartOfCode(std::string_view word) {
  return IsCode(word) || IsName(word) ||
         (IsDigit(word.front()) && std::none_of(word.begin(), word.end(), IsLower));
}

bool IsVersionOrLink(std::string_view word) {
  const bool version =
      word.size() > 1 && (word.front() == 'v' || word.front() == 'V') && IsDigit(word[1]);
  return version || word.find('/') != std::string_view::npos ||
         word.find('@') != std::string_view::npos;
}

// "UTF8" and "UTF-8", "IDS" and "ID".
std::string Letters(Words words) {
  std::string letters;
  for (const std::string_view word : words) {
    for (const char letter : word) {
      if (std::isalnum(static_cast<unsigned char>(letter)) != 0) letters.push_back(letter);
    }
  }
  return letters;
}

bool AreSame(std::string_view a, std::string_view b) {
  if (a.size() < b.size()) std::swap(a, b);
  if (!a.starts_with(b) && !a.ends_with(b)) return false;
  // "NNNNN" and "NNNNNNNNN" are patterns of other lengths.
  const std::string_view more =
      a.starts_with(b) ? a.substr(b.size()) : a.substr(0, a.size() - b.size());
  return more.size() < 2 || std::any_of(more.begin(), more.end(), IsDigit);
}

bool IsCodeOf(Words words) {
  return !words.empty() && words.size() <= kMostWords &&
         std::all_of(words.begin(), words.end(), IsPartOfCode) &&
         std::none_of(words.begin(), words.end(), IsVersionOrLink);
}

// "24:00" and "0:00": times of a day.
bool IsClock(std::string_view word) { return word.find(':') != std::string_view::npos; }

std::string Written(Words words) {
  std::string text;
  for (const std::string_view word : words) text.append(text.empty() ? "" : " ").append(word);
  return text;
}

}  // namespace

std::optional<std::pair<std::string, std::string>> FindCodeSwap(const Sentence& before,
                                                                const Sentence& after) {
  const std::vector<std::string_view> words_before = WordsOf(before.plain);
  const std::vector<std::string_view> words_after = WordsOf(after.plain);
  const Difference difference = FindDifference(TokensOf(before.plain), TokensOf(after.plain));
  const Words from = Words(words_before).subspan(difference.begin, difference.before);
  const Words to = Words(words_after).subspan(difference.begin, difference.after);
  const std::string_view label =
      difference.begin == 0 ? std::string_view() : words_before[difference.begin - 1];
  if (!IsCodeOf(from) || !IsCodeOf(to) || IsLabel(label)) return std::nullopt;
  const auto named = [](Words words) {
    return std::any_of(words.begin(), words.end(), IsCode) ||
           std::any_of(words.begin(), words.end(), IsName) ||
           std::all_of(words.begin(), words.end(), IsClock);
  };
  // Nothing in common but a name.
  if (from.size() == words_before.size() && to.size() == words_after.size()) return std::nullopt;
  if (!named(from) || !named(to) || AreSame(Letters(from), Letters(to))) return std::nullopt;
  return std::pair(Written(from), Written(to));
}

}  // namespace protowarden::rules::semantic::documented
