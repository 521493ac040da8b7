// SPDX-License-Identifier: Apache-2.0
//
// Whether one set of texts lies within another. Three steps, the cheap ones first: a finite set is
// tried text by text; a rule that follows from a single other rule; both sets as automata.
#include <algorithm>
#include <utility>

#include "rules/semantic/validation/regex_syntax.h"
#include "rules/semantic/validation/text_automaton.h"
#include "rules/semantic/validation/text_format.h"
#include "rules/semantic/validation/text_set.h"

namespace protowarden::rules::semantic {
namespace {

using Texts = std::vector<std::string>;

// What one character of UTF-8 takes at most.
constexpr uint64_t kMaxWidth = 4;
// Literals beyond this are not made an automaton.
constexpr size_t kMaxLiterals = 200;

std::optional<CodePoints> Decode(std::string_view text, bool is_bytes) {
  if (!is_bytes) return DecodeUtf8(text);
  CodePoints codes;
  for (const char c : text) codes.push_back(static_cast<uint8_t>(c));
  return codes;
}

TextMachine::Limits LimitsOf(const TextSet::Lengths& lengths) {
  TextMachine::Limits limits{lengths.min, std::nullopt};
  if (lengths.max != TextSet::kNoLimit) limits.max = lengths.max;
  return limits;
}

// A machine for a set of texts. Rules that have no automaton are left out and counted: the machine
// accepts more than the set then.
class MachineMaker {
 public:
  explicit MachineMaker(const TextSet& texts) : texts_(texts) {
    if (!texts.is_bytes) machine_.chars = LimitsOf(texts.chars);
    machine_.bytes = LimitsOf(texts.bytes);
    for (const std::string& pattern : texts.patterns) {
      Add(texts.is_bytes ? std::nullopt : SearchAutomaton(pattern), false);
    }
    for (const std::string& part : texts.prefixes) AddLiterals({part}, false, true, false);
    for (const std::string& part : texts.suffixes) AddLiterals({part}, true, false, false);
    for (const std::string& part : texts.contained) AddLiterals({part}, true, true, false);
    for (const std::string& part : texts.not_contained) AddLiterals({part}, true, true, true);
    if (!texts.not_in.empty()) AddLiterals(texts.not_in, false, false, true);
    if (texts.in.has_value()) AddLiterals(*texts.in, false, false, false);
    complete_ = complete_ && texts.formats.empty();
  }
  [[nodiscard]] const TextMachine& machine() const { return machine_; }
  [[nodiscard]] bool complete() const { return complete_; }

 private:
  void Add(std::optional<Nfa> automaton, bool negated) {
    if (automaton.has_value()) {
      machine_.conditions.push_back({std::move(*automaton), negated});
    } else {
      complete_ = false;
    }
  }
  void AddLiterals(const Texts& literals, bool open_start, bool open_end, bool negated) {
    std::vector<CodePoints> decoded;
    for (const std::string& literal : literals) {
      std::optional<CodePoints> codes = Decode(literal, texts_.is_bytes);
      if (!codes.has_value() || literals.size() > kMaxLiterals) return Add(std::nullopt, negated);
      decoded.push_back(std::move(*codes));
    }
    Add(LiteralAutomaton(decoded, open_start, open_end), negated);
  }

  const TextSet& texts_;
  TextMachine machine_;
  bool complete_ = true;
};

uint64_t Times(uint64_t count, uint64_t factor) {
  return count > TextSet::kNoLimit / factor ? TextSet::kNoLimit : count * factor;
}

// The rules of `outer` that do not follow from one rule of `inner`.
TextSet Undecided(const TextSet& inner, const TextSet& outer) {
  TextSet rest = outer;
  const uint64_t max_chars =
      inner.is_bytes ? TextSet::kNoLimit : std::min(inner.chars.max, inner.bytes.max);
  const uint64_t min_chars =
      inner.is_bytes ? 0
                     : std::max(inner.chars.min, inner.bytes.min / kMaxWidth +
                                                     (inner.bytes.min % kMaxWidth != 0 ? 1 : 0));
  const uint64_t max_bytes = inner.is_bytes
                                 ? inner.bytes.max
                                 : std::min(inner.bytes.max, Times(inner.chars.max, kMaxWidth));
  const uint64_t min_bytes = std::max(inner.bytes.min, inner.is_bytes ? 0 : inner.chars.min);
  if (max_chars <= rest.chars.max) rest.chars.max = TextSet::kNoLimit;
  if (min_chars >= rest.chars.min) rest.chars.min = 0;
  if (max_bytes <= rest.bytes.max) rest.bytes.max = TextSet::kNoLimit;
  if (min_bytes >= rest.bytes.min) rest.bytes.min = 0;
  const auto some = [](const Texts& texts, const auto& implies) {
    return std::any_of(texts.begin(), texts.end(), implies);
  };
  const auto drop = [&](Texts& wanted, const Texts& given, const auto& implies) {
    std::erase_if(wanted, [&](const std::string& want) {
      return some(given, [&](const std::string& have) { return implies(have, want); });
    });
  };
  const auto same = [](const std::string& have, const std::string& want) { return have == want; };
  const auto holds = [](const std::string& have, const std::string& want) {
    return have.find(want) != std::string::npos;
  };
  drop(rest.patterns, inner.patterns, same);
  drop(rest.prefixes, inner.prefixes,
       [](const std::string& have, const std::string& want) { return have.starts_with(want); });
  drop(rest.suffixes, inner.suffixes,
       [](const std::string& have, const std::string& want) { return have.ends_with(want); });
  for (const Texts* given : {&inner.contained, &inner.prefixes, &inner.suffixes}) {
    drop(rest.contained, *given, holds);
  }
  drop(rest.not_contained, inner.not_contained,
       [&](const std::string& have, const std::string& want) { return holds(want, have); });
  drop(rest.formats, inner.formats,
       [](const std::string& have, const std::string& want) { return FormatImplies(have, want); });
  // An IPv4 address is told by its expression.
  if (std::binary_search(inner.patterns.begin(), inner.patterns.end(), FormatPattern("ipv4"))) {
    drop(rest.formats, {"ip", "address"}, same);
  }
  std::erase_if(rest.not_in,
                [&](const std::string& text) { return !inner.Accepts(text).value_or(true); });
  if (rest.in.has_value() && inner.in == rest.in) rest.in.reset();
  return rest;
}

// Each rule of a set by itself: smaller automata than all together.
std::vector<TextSet> SingleRules(const TextSet& texts) {
  std::vector<TextSet> singles;
  const auto add = [&](const auto& change) {
    TextSet single;
    single.is_bytes = texts.is_bytes;
    change(single);
    singles.push_back(std::move(single));
  };
  if (texts.chars != TextSet::Lengths{}) add([&](TextSet& one) { one.chars = texts.chars; });
  if (texts.bytes != TextSet::Lengths{}) add([&](TextSet& one) { one.bytes = texts.bytes; });
  using List = Texts TextSet::*;
  for (const List list : {&TextSet::patterns, &TextSet::prefixes, &TextSet::suffixes,
                          &TextSet::contained, &TextSet::not_contained, &TextSet::formats}) {
    for (const std::string& text : texts.*list) add([&](TextSet& one) { one.*list = {text}; });
  }
  if (!texts.not_in.empty()) add([&](TextSet& one) { one.not_in = texts.not_in; });
  if (texts.in.has_value()) add([&](TextSet& one) { one.in = texts.in; });
  return singles;
}

struct Found {
  bool proven = false;
  std::optional<std::string> counterexample;
};

bool Distinguishes(const TextSet& inner, const TextSet& outer, const std::string& text) {
  return inner.Accepts(text) == true && outer.Accepts(text) == false;
}

// Texts worth trying where automata do not tell.
Texts Candidates(const TextSet& inner, const TextSet& outer) {
  Texts texts(FormatSamples().begin(), FormatSamples().end());
  texts.emplace_back("a");
  for (const TextSet* side : {&inner, &outer}) {
    for (const Texts* list : {&side->prefixes, &side->suffixes, &side->contained,
                              &side->not_contained, &side->not_in}) {
      texts.insert(texts.end(), list->begin(), list->end());
    }
  }
  return texts;
}

Found InclusionOfFinite(const TextSet& inner, const TextSet& outer) {
  Found found{true, std::nullopt};
  for (const std::string& text : *inner.in) {
    const std::optional<bool> member = inner.Accepts(text);
    if (member == false) continue;
    const std::optional<bool> fits = outer.Accepts(text);
    if (fits == true) continue;
    found.proven = false;
    if (member == true && fits == false) return {false, text};
  }
  return found;
}

// Of texts that are not empty.
Found Includes(const TextSet& inner, const TextSet& outer) {
  if (inner.in.has_value()) return InclusionOfFinite(inner, outer);
  const TextSet undecided = Undecided(inner, outer);
  const std::vector<TextSet> singles = SingleRules(undecided);
  if (singles.empty()) return {true, std::nullopt};
  Found found{true, std::nullopt};
  const MachineMaker whole(inner);
  for (const TextSet& single : singles) {
    const MachineMaker part(single);
    const Inclusion inclusion =
        part.complete() ? CheckInclusion(whole.machine(), part.machine(), inner.is_bytes)
                        : Inclusion{};
    found.proven = found.proven && inclusion.proven;
    if (inclusion.counterexample.has_value() &&
        Distinguishes(inner, outer, *inclusion.counterexample)) {
      return {false, inclusion.counterexample};
    }
  }
  if (found.proven) return found;
  for (const std::string& text : Candidates(inner, outer)) {
    if (Distinguishes(inner, outer, text)) return {false, text};
  }
  return found;
}

// The set without the empty text, about which the rules need not be asked.
void RemoveEmptyText(TextSet& texts) {
  texts.empty_text.reset();
  texts.bytes.min = std::max<uint64_t>(texts.bytes.min, 1);
  if (texts.in.has_value()) std::erase(*texts.in, std::string());
}

}  // namespace

Relation<std::string> CompareTexts(TextSet before, TextSet after, bool skip_empty) {
  before.Normalize();
  after.Normalize();
  const std::optional<bool> empty_before = before.Accepts("");
  const std::optional<bool> empty_after = after.Accepts("");
  RemoveEmptyText(before);
  RemoveEmptyText(after);
  const Found forth = Includes(after, before);
  const Found back = Includes(before, after);
  Relation<std::string> relation{forth.proven, back.proven, back.counterexample,
                                 forth.counterexample};
  if (skip_empty || (empty_before.has_value() && empty_before == empty_after)) return relation;
  // What only the library knows is the same where the rules are the same.
  if (!empty_before.has_value() && !empty_after.has_value() && before.patterns == after.patterns) {
    return relation;
  }
  if (empty_before != false && empty_after != true) relation.wider = false;
  if (empty_after != false && empty_before != true) relation.narrower = false;
  if (empty_before == true && empty_after == false) relation.lost = "";
  if (empty_after == true && empty_before == false) relation.gained = "";
  return relation;
}

}  // namespace protowarden::rules::semantic
