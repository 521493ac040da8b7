// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/validation/stated_limits.h"

#include <re2/re2.h>

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "analyzer/base/text.h"
#include "rules/semantic/validation/text_format.h"

namespace protowarden::rules::semantic {
namespace {

using Shape = Constraint::Shape;
// One of these must be in the comment.
using Choice = std::vector<std::string>;

// What the comment has to name.
struct Wanted {
  std::vector<Choice> numbers;
  std::vector<Choice> words;          // in lower case
  std::vector<std::string> literals;  // as written
  bool impossible = false;
};

// A bound may be written inclusively or exclusively.
void AddBounds(const NumberSet& numbers, const NumberDomain& domain, Wanted& wanted) {
  static constexpr size_t kMaxIntervals = 8;
  if (numbers.empty() || numbers.intervals().size() > kMaxIntervals) wanted.impossible = true;
  const Wide top = domain.IsFloating() ? domain.Infinity() : domain.high;
  for (const NumberSet::Interval& item : numbers.intervals()) {
    if (item.low > domain.low) {
      wanted.numbers.push_back({ShowNumber(item.low, domain), ShowNumber(item.low - 1, domain)});
    }
    if (item.high < top) {
      wanted.numbers.push_back({ShowNumber(item.high, domain), ShowNumber(item.high + 1, domain)});
    }
  }
}

void AddLengths(const TextSet::Lengths& lengths, Wanted& wanted) {
  // That a text must not be empty is a demand of its own.
  if (lengths.min > 1) wanted.numbers.push_back({std::to_string(lengths.min)});
  if (lengths.max != TextSet::kNoLimit) wanted.numbers.push_back({std::to_string(lengths.max)});
}

void AddTexts(const TextSet& texts, Wanted& wanted) {
  AddLengths(texts.chars, wanted);
  AddLengths(texts.bytes, wanted);
  for (const std::string& format : texts.formats) {
    wanted.words.push_back(format == "uri" || format == "uri_ref" ? Choice{"uri", "url"}
                                                                  : Choice{format});
  }
  for (const std::string& pattern : texts.patterns) {
    if (pattern == FormatPattern("uuid")) {
      wanted.words.push_back({"uuid"});
    } else if (pattern == FormatPattern("ipv4")) {
      wanted.words.push_back({"ipv4"});
    } else {
      wanted.literals.push_back(pattern);
    }
  }
  for (const auto* list :
       {&texts.prefixes, &texts.suffixes, &texts.contained, &texts.not_contained, &texts.not_in}) {
    wanted.literals.insert(wanted.literals.end(), list->begin(), list->end());
  }
  if (!texts.in.has_value()) return;
  wanted.literals.insert(wanted.literals.end(), texts.in->begin(), texts.in->end());
}

void Collect(const Constraint& constraint, Wanted& wanted) {
  const NumberDomain counts{NumberType::kInteger, 0, std::numeric_limits<uint64_t>::max(), false};
  wanted.impossible = wanted.impossible || !constraint.opaque.empty() || constraint.unique;
  switch (constraint.shape) {
    case Shape::kNumber: {
      const Wide far = constraint.domain.high - constraint.domain.low;
      wanted.impossible = wanted.impossible || constraint.domain.type == NumberType::kEnum ||
                          constraint.from_now != NumberSet::Range(-far, far);
      AddBounds(constraint.numbers, constraint.domain, wanted);
      break;
    }
    case Shape::kText:
      AddTexts(constraint.texts, wanted);
      break;
    case Shape::kList:
    case Shape::kMap:
      AddBounds(constraint.sizes, counts, wanted);
      for (const Constraint& part : constraint.parts) Collect(part, wanted);
      break;
    case Shape::kOther:
      wanted.impossible = wanted.impossible || !constraint.paths.IsAny();
      break;
  }
}

// "1,000" is one number.
std::string WithoutGroups(std::string text) {
  static const RE2 kGroup("(\\d),(\\d{3})\\b");
  while (RE2::Replace(&text, kGroup, "\\1\\2")) {
  }
  return text;
}

bool HasWord(const std::string& text, const std::string& word) {
  const auto is_part = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '_';
  };
  for (size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    const bool begins = at == 0 || !is_part(text[at - 1]);
    const size_t end = at + word.size();
    if (begins && (end == text.size() || !is_part(text[end]))) return true;
  }
  return false;
}

}  // namespace

bool CommentStates(const schema::Comments& comments, const Constraint& constraint) {
  // Longer comments are not searched for every number of a rule.
  static constexpr size_t kMaxComment = 20'000;
  const std::string text = comments.leading + "\n" + comments.trailing;
  if (text.size() < 3 || text.size() > kMaxComment) return false;
  static const RE2 kLimit(
      "\\b(?:at\\s+most|at\\s+least|max(?:imum)?|min(?:imum)?|up\\s+to|between|range|limit(?:ed)?|"
      "more\\s+than|less\\s+than|fewer\\s+than|greater\\s+than|exceed|longer|shorter|must|valid|"
      "format|match(?:es)?|one\\s+of|exactly)\\b");
  const std::string lower = WithoutGroups(ToLower(text));
  if (!RE2::PartialMatch(lower, kLimit)) return false;
  Wanted wanted;
  Collect(constraint, wanted);
  if (wanted.impossible ||
      (wanted.numbers.empty() && wanted.words.empty() && wanted.literals.empty())) {
    return false;
  }
  const auto named = [&](const Choice& choice) {
    return std::any_of(choice.begin(), choice.end(),
                       [&](const std::string& word) { return HasWord(lower, word); });
  };
  return std::all_of(wanted.numbers.begin(), wanted.numbers.end(), named) &&
         std::all_of(wanted.words.begin(), wanted.words.end(), named) &&
         std::all_of(wanted.literals.begin(), wanted.literals.end(),
                     [&](const std::string& literal) {
                       return !literal.empty() && text.find(literal) != std::string::npos;
                     });
}

}  // namespace protowarden::rules::semantic
