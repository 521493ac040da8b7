// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/validation/text_automaton.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "rules/semantic/validation/regex_syntax.h"

namespace protowarden::rules::semantic {
namespace {

// States visited before a question is given up: about a millisecond.
constexpr size_t kMaxWork = 100'000;
constexpr uint64_t kMaxCounted = 20'000;  // a longer limit is not counted out
constexpr uint32_t kMaxByte = 0xFF;

uint64_t Utf8Length(uint32_t code) {
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

// One condition, made deterministic step by step. Set 0 is the start.
class Condition {
 public:
  Condition(const TextMachine::Condition& source, const std::vector<uint32_t>& alphabet)
      : nfa_(source.automaton), negated_(source.negated), alphabet_(alphabet) {
    Intern(Closure({nfa_.start}, true, false));
    const std::vector<int> at_end = Closure({nfa_.start}, true, true);
    accepts_[0] = Matches(at_end);
  }

  int Step(int set, size_t letter) {
    const size_t index = static_cast<size_t>(set) * alphabet_.size() + letter;
    if (steps_.size() <= index) steps_.resize((sets_.size() + 1) * alphabet_.size(), kUnknown);
    if (steps_[index] != kUnknown) return steps_[index];
    std::vector<int> targets;
    for (const int state : *sets_[static_cast<size_t>(set)]) {
      const Nfa::State& item = nfa_.states[static_cast<size_t>(state)];
      if (item.kind == Nfa::Kind::kRange && InRanges(item.ranges, alphabet_[letter])) {
        targets.push_back(item.next);
      }
    }
    work_ += nfa_.states.size();
    const int next = Intern(Closure(targets, false, false));
    steps_[index] = next;
    return next;
  }

  [[nodiscard]] size_t work() const { return work_; }
  [[nodiscard]] bool Accepts(int set) const {
    return accepts_[static_cast<size_t>(set)] != negated_;
  }
  // No continuation can be accepted.
  [[nodiscard]] bool IsDead(int set) const {
    return negated_ ? settled_[static_cast<size_t>(set)] : sets_[static_cast<size_t>(set)]->empty();
  }
  // Every continuation is accepted.
  [[nodiscard]] bool IsSettled(int set) const {
    return negated_ ? sets_[static_cast<size_t>(set)]->empty() : settled_[static_cast<size_t>(set)];
  }

 private:
  static constexpr int kUnknown = -2;

  static bool InRanges(const std::vector<Nfa::CodeRange>& ranges, uint32_t code) {
    return std::any_of(ranges.begin(), ranges.end(), [&](const Nfa::CodeRange& range) {
      return range.low <= code && code <= range.high;
    });
  }

  [[nodiscard]] bool Matches(const std::vector<int>& set) const {
    return std::any_of(set.begin(), set.end(), [&](int state) {
      return nfa_.states[static_cast<size_t>(state)].kind == Nfa::Kind::kMatch;
    });
  }

  // A loop over every character that leads to the match: what follows does not matter.
  [[nodiscard]] bool AcceptsAllFrom(const std::vector<int>& set) const {
    if (!Matches(set)) return false;
    return std::any_of(set.begin(), set.end(), [&](int state) {
      const Nfa::State& any = nfa_.states[static_cast<size_t>(state)];
      if (any.kind != Nfa::Kind::kRange || any.ranges.size() != 1) return false;
      if (any.ranges[0].low != 0 || any.ranges[0].high != Nfa::kMaxCodePoint) return false;
      const Nfa::State& loop = nfa_.states[static_cast<size_t>(any.next)];
      return loop.kind == Nfa::Kind::kSplit && loop.other == state &&
             nfa_.states[static_cast<size_t>(loop.next)].kind == Nfa::Kind::kMatch;
    });
  }

  [[nodiscard]] std::vector<int> Closure(std::vector<int> pending, bool begin, bool end) const {
    std::vector<bool> seen(nfa_.states.size(), false);
    std::vector<int> closure;
    while (!pending.empty()) {
      const int state = pending.back();
      pending.pop_back();
      if (state < 0 || seen[static_cast<size_t>(state)]) continue;
      seen[static_cast<size_t>(state)] = true;
      closure.push_back(state);
      const Nfa::State& item = nfa_.states[static_cast<size_t>(state)];
      const bool passes = item.kind == Nfa::Kind::kSplit ||
                          (item.kind == Nfa::Kind::kBegin && begin) ||
                          (item.kind == Nfa::Kind::kEnd && end);
      if (!passes) continue;
      pending.push_back(item.next);
      if (item.kind == Nfa::Kind::kSplit) pending.push_back(item.other);
    }
    std::sort(closure.begin(), closure.end());
    return closure;
  }

  int Intern(std::vector<int> set) {
    const auto [found, added] = ids_.emplace(std::move(set), static_cast<int>(sets_.size()));
    if (added) {
      sets_.push_back(&found->first);
      accepts_.push_back(Matches(Closure(found->first, false, true)));
      settled_.push_back(AcceptsAllFrom(found->first));
    }
    return found->second;
  }

  const Nfa& nfa_;
  bool negated_;
  const std::vector<uint32_t>& alphabet_;
  std::map<std::vector<int>, int> ids_;
  std::vector<const std::vector<int>*> sets_;
  std::vector<bool> accepts_;
  std::vector<bool> settled_;
  std::vector<int> steps_;
  size_t work_ = 0;
};

// Counts up to one above the largest limit, beyond which all numbers are alike.
struct Counter {
  explicit Counter(const TextMachine::Limits& limits)
      : limits(limits), cap(std::max(limits.min, limits.max.has_value() ? *limits.max + 1 : 0)) {}
  [[nodiscard]] uint64_t Add(uint64_t count, uint64_t more) const {
    return std::min(cap, count + more);
  }
  [[nodiscard]] bool Accepts(uint64_t count) const { return count >= limits.min && !IsDead(count); }
  [[nodiscard]] bool IsDead(uint64_t count) const {
    return limits.max.has_value() && count > *limits.max;
  }
  TextMachine::Limits limits;
  uint64_t cap;
};

// One machine: its conditions and counters, with a position as a row of numbers.
class Runner {
 public:
  using Position = std::vector<int>;

  Runner(const TextMachine& machine, const std::vector<uint32_t>& alphabet)
      : chars_(machine.chars), bytes_(machine.bytes) {
    conditions_.reserve(machine.conditions.size());
    for (const auto& condition : machine.conditions) conditions_.emplace_back(condition, alphabet);
  }
  [[nodiscard]] Position Start() const { return Position(conditions_.size() + 2, 0); }
  [[nodiscard]] size_t work() const {
    size_t work = 0;
    for (const Condition& condition : conditions_) work += condition.work();
    return work;
  }
  void Step(const int* from, size_t letter, uint64_t width, Position& to) {
    for (size_t i = 0; i < conditions_.size(); ++i) {
      to.push_back(conditions_[i].Step(from[i], letter));
    }
    const size_t size = conditions_.size();
    to.push_back(static_cast<int>(chars_.Add(static_cast<uint64_t>(from[size]), 1)));
    to.push_back(static_cast<int>(bytes_.Add(static_cast<uint64_t>(from[size + 1]), width)));
  }
  [[nodiscard]] bool Accepts(const int* at) const {
    for (size_t i = 0; i < conditions_.size(); ++i) {
      if (!conditions_[i].Accepts(at[i])) return false;
    }
    const size_t size = conditions_.size();
    return chars_.Accepts(static_cast<uint64_t>(at[size])) &&
           bytes_.Accepts(static_cast<uint64_t>(at[size + 1]));
  }
  [[nodiscard]] bool IsDead(const int* at) const {
    for (size_t i = 0; i < conditions_.size(); ++i) {
      if (conditions_[i].IsDead(at[i])) return true;
    }
    const size_t size = conditions_.size();
    return chars_.IsDead(static_cast<uint64_t>(at[size])) ||
           bytes_.IsDead(static_cast<uint64_t>(at[size + 1]));
  }
  [[nodiscard]] bool IsSettled(const int* at) const {
    for (size_t i = 0; i < conditions_.size(); ++i) {
      if (!conditions_[i].IsSettled(at[i])) return false;
    }
    const size_t size = conditions_.size();
    return !chars_.limits.max.has_value() && !bytes_.limits.max.has_value() &&
           chars_.Accepts(static_cast<uint64_t>(at[size])) &&
           bytes_.Accepts(static_cast<uint64_t>(at[size + 1]));
  }

 private:
  std::vector<Condition> conditions_;
  Counter chars_;
  Counter bytes_;
};

// How pleasant a character is to read in a counterexample.
int Preference(uint32_t code) {
  if (code >= 'a' && code <= 'z') return 0;
  if (code >= '0' && code <= '9') return 1;
  if (code >= 'A' && code <= 'Z') return 2;
  if (code > ' ' && code < 0x7F) return 3;
  return code == ' ' ? 4 : code >= 0xA0 ? 5 : 6;
}

// One character for each group that no automaton and no counter tells apart, the pleasant first.
std::vector<uint32_t> Alphabet(const TextMachine& a, const TextMachine& b, bool is_bytes) {
  const uint32_t last = is_bytes ? kMaxByte : Nfa::kMaxCodePoint;
  std::set<uint32_t> starts = {0};
  if (!is_bytes) starts.insert({0x80, 0x800, 0xD800, 0xE000, 0x10000});
  for (const TextMachine* machine : {&a, &b}) {
    for (const auto& condition : machine->conditions) {
      for (const Nfa::State& state : condition.automaton.states) {
        for (const Nfa::CodeRange& range : state.ranges) {
          starts.insert(range.low);
          if (range.high < last) starts.insert(range.high + 1);
        }
      }
    }
  }
  std::vector<uint32_t> alphabet;
  for (auto start = starts.begin(); start != starts.end() && *start <= last; ++start) {
    const auto next = std::next(start);
    const uint32_t end = next == starts.end() ? last : std::min(last, *next - 1);
    if (!is_bytes && *start >= 0xD800 && *start < 0xE000) continue;  // no characters
    uint32_t best = *start;
    for (const uint32_t wanted :
         {uint32_t{'a'}, uint32_t{'0'}, uint32_t{'A'}, uint32_t{0xE9}, end}) {
      const uint32_t candidate = std::clamp(wanted, *start, end);
      if (Preference(candidate) < Preference(best)) best = candidate;
    }
    alphabet.push_back(best);
  }
  std::stable_sort(alphabet.begin(), alphabet.end(), [](uint32_t left, uint32_t right) {
    return Preference(left) < Preference(right);
  });
  return alphabet;
}

// Breadth first through the pairs of positions.
class Search {
 public:
  Search(const TextMachine& inner, const TextMachine& outer, bool is_bytes)
      : is_bytes_(is_bytes),
        alphabet_(Alphabet(inner, outer, is_bytes)),
        inner_(inner, alphabet_),
        outer_(outer, alphabet_) {}

  Inclusion Run() {
    Runner::Position start = inner_.Start();
    split_ = start.size();
    const Runner::Position second = outer_.Start();
    start.insert(start.end(), second.begin(), second.end());
    Visit(std::move(start), 0, 0);
    size_t steps = 0;
    for (size_t at = 0; at < visited_.size(); ++at) {
      if (found_.has_value()) return {false, Spell(*found_)};
      for (size_t letter = 0; letter < alphabet_.size(); ++letter) {
        const std::vector<int>& from = *visited_[at].position;
        const uint64_t width = is_bytes_ ? 1 : Utf8Length(alphabet_[letter]);
        Runner::Position to;
        inner_.Step(from.data(), letter, width, to);
        if (inner_.IsDead(to.data())) continue;
        outer_.Step(from.data() + split_, letter, width, to);
        if (outer_.IsSettled(to.data() + split_)) continue;
        Visit(std::move(to), at, letter);
      }
      steps += alphabet_.size() * split_;
      if (steps + inner_.work() + outer_.work() > kMaxWork) return {};
    }
    if (found_.has_value()) return {false, Spell(*found_)};
    return {true, std::nullopt};
  }

 private:
  struct Visited {
    const Runner::Position* position;
    size_t from;
    size_t letter;
  };

  void Visit(Runner::Position position, size_t from, size_t letter) {
    const auto [place, added] = seen_.insert(std::move(position));
    if (!added) return;
    visited_.push_back({&*place, from, letter});
    if (!found_.has_value() && inner_.Accepts(place->data()) &&
        !outer_.Accepts(place->data() + split_)) {
      found_ = visited_.size() - 1;
    }
  }

  [[nodiscard]] std::string Spell(size_t at) const {
    std::vector<uint32_t> letters;
    for (; at != 0; at = visited_[at].from) letters.push_back(alphabet_[visited_[at].letter]);
    std::reverse(letters.begin(), letters.end());
    return is_bytes_ ? std::string(letters.begin(), letters.end()) : EncodeUtf8(letters);
  }

  bool is_bytes_;
  std::vector<uint32_t> alphabet_;
  Runner inner_;
  Runner outer_;
  size_t split_ = 0;
  std::set<Runner::Position> seen_;
  std::vector<Visited> visited_;
  std::optional<size_t> found_;
};

bool IsTooLong(const TextMachine& machine) {
  const auto too_long = [](const TextMachine::Limits& limits) {
    return limits.min > kMaxCounted || limits.max.value_or(0) > kMaxCounted;
  };
  return too_long(machine.chars) || too_long(machine.bytes);
}

}  // namespace

Inclusion CheckInclusion(const TextMachine& inner, const TextMachine& outer, bool is_bytes) {
  if (IsTooLong(inner) || IsTooLong(outer)) return {};
  return Search(inner, outer, is_bytes).Run();
}

}  // namespace protowarden::rules::semantic
