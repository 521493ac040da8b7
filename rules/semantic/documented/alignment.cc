// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/documented/alignment.h"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace protowarden::rules::semantic::documented {
namespace {

constexpr double kStopwordWeight = 0.3;
constexpr double kAlike = 0.45;
// Of sentences that differ only so many are compared with each other.
constexpr size_t kMaxChanged = 200;

// The words of a sentence with their weights, for quick comparison with many others.
struct Bag {
  std::unordered_map<std::string_view, double> weights;
  double total = 0;
};

Bag BagOf(std::span<const std::string> tokens) {
  Bag bag;
  for (const std::string& token : tokens) {
    const double weight = IsStopword(token) ? kStopwordWeight : 1;
    bag.weights[token] += weight;
    bag.total += weight;
  }
  return bag;
}

double Similarity(const Bag& before, const Bag& after) {
  const bool swap = before.weights.size() > after.weights.size();
  const Bag& small = swap ? after : before;
  const Bag& large = swap ? before : after;
  double common = 0;
  for (const auto& [token, weight] : small.weights) {
    const auto other = large.weights.find(token);
    if (other != large.weights.end()) common += std::min(weight, other->second);
  }
  const double total = before.total + after.total;
  return total == 0 ? 1 : 2 * common / total;
}

// Sentences with the same words, in order.
void MatchSame(const std::vector<Sentence>& before, const std::vector<Sentence>& after,
               std::vector<bool>& taken_before, std::vector<bool>& taken_after,
               Alignment& alignment) {
  std::map<std::vector<std::string>, std::vector<size_t>> places;
  for (size_t j = after.size(); j-- > 0;) places[after[j].tokens].push_back(j);
  for (size_t i = 0; i < before.size(); ++i) {
    const auto found = places.find(before[i].tokens);
    if (found == places.end() || found->second.empty()) continue;
    const size_t j = found->second.back();
    found->second.pop_back();
    taken_before[i] = taken_after[j] = true;
    alignment.same.push_back({i, j, 1});
  }
}

std::vector<size_t> Rest(const std::vector<bool>& taken) {
  std::vector<size_t> rest;
  for (size_t i = 0; i < taken.size(); ++i) {
    if (!taken[i]) rest.push_back(i);
  }
  return rest;
}

// The partner of the sentence at `i`; one before the first and one behind the last have each other.
std::map<size_t, size_t> PartnersOf(const Alignment& alignment, size_t before, size_t after) {
  std::map<size_t, size_t> partners{{before, after}};
  for (const auto& match : alignment.same) partners[match.before] = match.after;
  for (const auto& match : alignment.similar) partners[match.before] = match.after;
  return partners;
}

void MatchReplaced(const std::vector<Sentence>& before, const std::vector<Sentence>& after,
                   std::vector<bool>& taken_before, std::vector<bool>& taken_after,
                   Alignment& alignment) {
  const auto partners = PartnersOf(alignment, before.size(), after.size());
  const auto partner = [&](size_t i) {
    const auto found = partners.find(i);
    return found == partners.end() ? after.size() + 1 : found->second;
  };
  for (size_t i = 0; i < before.size(); ++i) {
    if (taken_before[i]) continue;
    const size_t next = partner(i + 1);
    if (next == 0 || next > after.size() || taken_after[next - 1]) continue;
    const size_t j = next - 1;
    const bool first = i == 0 && j == 0;
    if (!first && (i == 0 || j == 0 || partner(i - 1) != j - 1)) continue;
    taken_before[i] = taken_after[j] = true;
    alignment.replaced.push_back(
        {i, j, Similarity(BagOf(before[i].tokens), BagOf(after[j].tokens))});
  }
}

}  // namespace

double Similarity(std::span<const std::string> before, std::span<const std::string> after) {
  return Similarity(BagOf(before), BagOf(after));
}

Alignment Align(const std::vector<Sentence>& before, const std::vector<Sentence>& after) {
  Alignment alignment;
  std::vector<bool> taken_before(before.size());
  std::vector<bool> taken_after(after.size());
  MatchSame(before, after, taken_before, taken_after, alignment);
  std::vector<size_t> rest_before = Rest(taken_before);
  std::vector<size_t> rest_after = Rest(taken_after);
  rest_before.resize(std::min(rest_before.size(), kMaxChanged));
  rest_after.resize(std::min(rest_after.size(), kMaxChanged));
  std::vector<Bag> bags;
  for (const size_t j : rest_after) bags.push_back(BagOf(after[j].tokens));
  std::vector<Alignment::Match> candidates;
  for (const size_t i : rest_before) {
    const Bag bag = BagOf(before[i].tokens);
    for (size_t j = 0; j < rest_after.size(); ++j) {
      const double similarity = Similarity(bag, bags[j]);
      if (similarity >= kAlike) candidates.push_back({i, rest_after[j], similarity});
    }
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const auto& a, const auto& b) { return a.similarity > b.similarity; });
  for (const Alignment::Match& match : candidates) {
    if (taken_before[match.before] || taken_after[match.after]) continue;
    taken_before[match.before] = taken_after[match.after] = true;
    alignment.similar.push_back(match);
  }
  MatchReplaced(before, after, taken_before, taken_after, alignment);
  alignment.removed = Rest(taken_before);
  alignment.added = Rest(taken_after);
  return alignment;
}

}  // namespace protowarden::rules::semantic::documented
