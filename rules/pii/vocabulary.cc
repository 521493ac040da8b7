// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/vocabulary.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "analyzer/base/text.h"

namespace protowarden::rules::pii {
namespace {

bool IsUpper(char letter) { return letter >= 'A' && letter <= 'Z'; }
bool IsDigit(char letter) { return letter >= '0' && letter <= '9'; }
char Lower(char letter) { return IsUpper(letter) ? static_cast<char>(letter - 'A' + 'a') : letter; }

// Short words that may be part of a run-together name; longer ones need four letters, or every
// second word would fall apart ("manage").
constexpr std::array<std::string_view, 8> kShortParts = {"id",  "ip",  "zip", "tax",
                                                         "ssn", "url", "no",  "sha"};
constexpr size_t kMinPart = 4;
constexpr size_t kMaxParts = 4;
constexpr size_t kMinRunTogether = 6;
constexpr size_t kMaxRunTogether = 40;

// Words that end a run-together name whose beginning nobody knows: "betapassword".
constexpr std::array<std::string_view, 9> kEndings = {
    "password", "passwd", "passphrase", "secret", "token", "email", "cookie", "apikey", "login"};
constexpr size_t kMinBeginning = 2;

bool MayBePart(std::string_view word) {
  return word.size() >= kMinPart ||
         std::find(kShortParts.begin(), kShortParts.end(), word) != kShortParts.end();
}

// Cuts a name into words; visit(std::string) returns whether to go on.
template <typename Visit>
void ForEachWord(std::string_view name, const Visit& visit) {
  std::string word;
  for (size_t i = 0; i < name.size(); ++i) {
    const char letter = name[i];
    const bool plain = IsDigit(letter) || IsUpper(letter) || (letter >= 'a' && letter <= 'z');
    bool ends = !plain;
    if (plain && !word.empty()) {
      const char last = name[i - 1];
      const bool next_is_lower = i + 1 < name.size() && name[i + 1] >= 'a' && name[i + 1] <= 'z';
      const bool hump = IsUpper(letter) && (!IsUpper(last) || (next_is_lower && !IsDigit(last)));
      ends = hump || IsDigit(letter) != IsDigit(last);
    }
    if (ends && !word.empty()) {
      if (!visit(std::move(word))) return;
      word.clear();
    }
    if (plain) word += Lower(letter);
  }
  if (!word.empty()) visit(std::move(word));
}

bool IsNumber(const std::string& word) { return std::all_of(word.begin(), word.end(), IsDigit); }

}  // namespace

std::vector<std::string> SplitName(std::string_view name) {
  std::vector<std::string> words;
  ForEachWord(name, [&](std::string word) {
    words.push_back(std::move(word));
    return true;
  });
  return words;
}

void Vocabulary::Add(std::string_view word) { words_.emplace(word); }

void Vocabulary::AddAbbreviation(std::string_view short_form, std::string_view long_form) {
  std::vector<std::string> words;
  for (const std::string_view word : Split(long_form, ' ')) {
    Add(word);
    words.emplace_back(word);
  }
  abbreviations_.insert_or_assign(std::string(short_form), std::move(words));
}

std::vector<std::string> Vocabulary::FirstWords(std::string_view name, size_t most) const {
  std::vector<std::string> words;
  ForEachWord(name, [&](const std::string& word) {
    Append(word, words);
    return words.size() < most;
  });
  if (words.size() > most) words.resize(most);
  // `passport_no`
  if (words.size() > 1 && words.back() == "no") words.back() = "number";
  return words;
}

void Vocabulary::Append(const std::string& word, std::vector<std::string>& words) const {
  if (IsNumber(word) && !Known(word)) return;
  const auto expand = [&](const std::string& candidate) {
    const auto found = abbreviations_.find(candidate);
    if (found == abbreviations_.end()) return false;
    words.insert(words.end(), found->second.begin(), found->second.end());
    return true;
  };
  if (expand(word)) return;
  const std::string singular = Singular(word);
  if (expand(singular)) return;
  if (Known(singular)) {
    words.push_back(singular);
    return;
  }
  std::vector<std::string> parts = TakeApart(word);
  if (parts.empty() && singular != word) parts = TakeApart(singular);
  if (parts.empty()) {
    words.push_back(singular);
    return;
  }
  for (const std::string& part : parts) {
    if (!expand(part)) words.push_back(part);
  }
}

// The form that is known decides: "addresses" -> "address", "ids" -> "id", "status" stays.
std::string Vocabulary::Singular(const std::string& word) const {
  if (word.size() < 3 || word.back() != 's') return word;
  const std::string without_s = word.substr(0, word.size() - 1);
  // Of a word that is known in both forms, the singular stands for both.
  if (Known(without_s)) return without_s;
  const bool ies = word.ends_with("ies");
  const std::string with_y = ies ? word.substr(0, word.size() - 3) + "y" : std::string();
  if (ies && Known(with_y)) return with_y;
  if (Known(word)) return word;
  if (abbreviations_.contains(without_s)) return without_s;
  if (word.ends_with("es")) {
    const std::string without_es = word.substr(0, word.size() - 2);
    if (Known(without_es)) return without_es;
  }
  const char before = word[word.size() - 2];
  return word.size() < 4 || before == 's' || before == 'u' || before == 'i' ? word : without_s;
}

// The fewest known words that make up a run-together one; empty when there are none.
std::vector<std::string> Vocabulary::TakeApart(std::string_view word) const {
  if (word.size() < kMinRunTogether || word.size() > kMaxRunTogether) return {};
  // best[i]: fewest parts of the first i letters, and where the last of them begins.
  struct Best {
    size_t parts = kMaxParts + 1;
    size_t from = 0;
  };
  std::vector<Best> best(word.size() + 1);
  best[0].parts = 0;
  for (size_t end = 1; end <= word.size(); ++end) {
    for (size_t from = 0; from < end; ++from) {
      if (best[from].parts >= best[end].parts) continue;
      const std::string_view part = word.substr(from, end - from);
      if (!MayBePart(part) || !(Known(part) || abbreviations_.contains(part))) continue;
      if (best[from].parts + 1 < best[end].parts) best[end] = {best[from].parts + 1, from};
    }
  }
  if (best[word.size()].parts > kMaxParts) {
    for (const std::string_view ending : kEndings) {
      if (!word.ends_with(ending) || word.size() < ending.size() + kMinBeginning) continue;
      return {std::string(word.substr(0, word.size() - ending.size())), std::string(ending)};
    }
    return {};
  }
  std::vector<std::string> parts;
  for (size_t end = word.size(); end > 0; end = best[end].from) {
    parts.emplace_back(word.substr(best[end].from, end - best[end].from));
  }
  std::reverse(parts.begin(), parts.end());
  return parts;
}

}  // namespace protowarden::rules::pii
