// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/documented/reversal.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "rules/semantic/documented/pattern_book.h"
#include "rules/semantic/documented/sentences.h"

namespace protowarden::rules::semantic::documented {
namespace {

constexpr std::array<std::string_view, 4> kNegations = {"not", "never", "no", "without"};
constexpr std::array<std::string_view, 10> kPermissions = {
    "support", "allow", "permitt", "permit", "accept", "can", "must", "may", "should", "require"};
// What a value holds is what clients compute with.
constexpr std::array<std::string_view, 6> kContents = {"includ", "contain",  "count",
                                                       "cover",  "inclusiv", "deduct"};
// Two sentences of fewer words have little in common but chance.
constexpr size_t kFewestCommonWords = 1;

template <typename List>
bool Contains(const List& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

// Words of `from` that `other` lacks, without those that mean little.
std::vector<std::string> Surplus(std::span<const std::string> from,
                                 std::span<const std::string> other) {
  std::vector<std::string> rest(other.begin(), other.end());
  std::vector<std::string> surplus;
  for (const std::string& word : from) {
    const auto found = std::find(rest.begin(), rest.end(), word);
    if (found != rest.end()) {
      rest.erase(found);
    } else if ((!IsStopword(word) || word == "with") && word != "longer" && word != "still") {
      surplus.push_back(word);
    }
  }
  return surplus;
}

size_t MeaningfulWords(std::span<const std::string> words) {
  return static_cast<size_t>(std::count_if(
      words.begin(), words.end(), [](const std::string& word) { return !IsStopword(word); }));
}

std::optional<Reversal> ByOpposite(const std::string& before, const std::string& after) {
  for (const auto& opposite : PatternBook::Builtin().opposites()) {
    const bool forth = before == opposite.first && after == opposite.second;
    const bool back = before == opposite.second && after == opposite.first;
    if (forth || (back && !opposite.one_way)) return Reversal{before, after};
  }
  return std::nullopt;
}

// "may be set" became "must be set".
std::optional<Reversal> ByModal(std::span<const std::string> before,
                                std::span<const std::string> after) {
  if (Contains(before, "must") || !Contains(after, "must")) return std::nullopt;
  for (const std::string_view modal : {"may", "can", "might", "should"}) {
    if (Contains(before, modal) && !Contains(after, modal)) {
      return Reversal{std::string(modal), "must", modal != "should"};
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
  if (gone.size() == 1 && come.size() == 1) return ByOpposite(gone.front(), come.front());
  if (gone.empty() && come.empty()) return ByModal(before, after);
  if (gone.empty() && come.size() == 1 && Contains(kNegations, come.front())) {
    return Reversal{"", come.front()};
  }
  if (!come.empty() || gone.size() != 1 || !Contains(kNegations, gone.front())) {
    return std::nullopt;
  }
  // A "not" that is gone often allows what was forbidden, which breaks nobody.
  const auto any_of = [&](const auto& words) {
    return std::any_of(before.begin(), before.end(),
                       [&](const std::string& word) { return Contains(words, word); });
  };
  if (any_of(kPermissions)) return std::nullopt;
  return Reversal{gone.front(), "", any_of(kContents)};
}

}  // namespace protowarden::rules::semantic::documented
