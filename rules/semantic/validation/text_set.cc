// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/validation/text_set.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>

#include "analyzer/base/text.h"
#include "rules/semantic/validation/regex_syntax.h"
#include "rules/semantic/validation/text_format.h"

namespace protowarden::rules::semantic {
namespace {

constexpr size_t kShownTexts = 6;
constexpr size_t kShownLength = 80;

void SortUnique(std::vector<std::string>& texts) {
  std::sort(texts.begin(), texts.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
}

bool Has(const std::vector<std::string>& sorted, std::string_view text) {
  return std::binary_search(sorted.begin(), sorted.end(), text, std::less<>());
}

void Append(std::vector<std::string>& to, const std::vector<std::string>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

TextSet::Lengths Common(const TextSet::Lengths& a, const TextSet::Lengths& b) {
  return {std::max(a.min, b.min), std::min(a.max, b.max)};
}

bool Within(uint64_t length, const TextSet::Lengths& lengths) {
  return length >= lengths.min && length <= lengths.max;
}

// UTF-8's continuation bytes do not begin a character.
uint64_t CountCharacters(std::string_view text) {
  return static_cast<uint64_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<uint8_t>(c) & 0xC0U) != 0x80U; }));
}

std::optional<bool> MatchesPattern(const std::string& pattern, std::string_view text) {
  const RE2 expression(pattern, RE2::Quiet);
  if (!expression.ok()) return std::nullopt;
  return RE2::PartialMatch(text, expression);
}

// What literals, lists and lengths say: always decided.
bool AcceptsPlainly(const TextSet& texts, std::string_view text) {
  const auto all = [](const std::vector<std::string>& parts, const auto& holds) {
    return std::all_of(parts.begin(), parts.end(), holds);
  };
  const auto contains = [&](const std::string& part) {
    return text.find(part) != std::string_view::npos;
  };
  if (!texts.is_bytes && !Within(CountCharacters(text), texts.chars)) return false;
  if (!Within(text.size(), texts.bytes)) return false;
  if (texts.in.has_value() && !Has(*texts.in, text)) return false;
  if (Has(texts.not_in, text)) return false;
  return all(texts.prefixes, [&](const auto& part) { return text.starts_with(part); }) &&
         all(texts.suffixes, [&](const auto& part) { return text.ends_with(part); }) &&
         all(texts.contained, contains) &&
         all(texts.not_contained, [&](const auto& part) { return !contains(part); });
}

std::string List(const std::vector<std::string>& texts) {
  std::vector<std::string> shown;
  for (const std::string& text : texts) {
    if (shown.size() == kShownTexts) {
      shown.push_back(fmt::format("{} more", texts.size() - kShownTexts));
      break;
    }
    shown.push_back(Quote(text.substr(0, kShownLength)));
  }
  return Join(shown, ", ");
}

void DescribeLengths(const TextSet::Lengths& lengths, std::string_view unit,
                     std::vector<std::string>& parts) {
  const auto plural = [&](uint64_t count) {
    return fmt::format("{}{}", unit, count == 1 ? "" : "s");
  };
  if (lengths.min == lengths.max) {
    parts.push_back(fmt::format("exactly {} {}", lengths.min, plural(lengths.min)));
  } else if (lengths.min > 0 && lengths.max != TextSet::kNoLimit) {
    parts.push_back(fmt::format("{}..{} {}", lengths.min, lengths.max, plural(lengths.max)));
  } else if (lengths.min > 0) {
    parts.push_back(fmt::format("at least {} {}", lengths.min, plural(lengths.min)));
  } else if (lengths.max != TextSet::kNoLimit) {
    parts.push_back(fmt::format("at most {} {}", lengths.max, plural(lengths.max)));
  }
}

}  // namespace

void TextSet::Normalize() {
  for (auto* texts :
       {&patterns, &prefixes, &suffixes, &contained, &not_contained, &not_in, &formats}) {
    SortUnique(*texts);
  }
  if (in.has_value()) SortUnique(*in);
}

bool TextSet::IsAny() const {
  TextSet any;
  return chars == any.chars && bytes == any.bytes && !in.has_value() && patterns.empty() &&
         prefixes.empty() && suffixes.empty() && contained.empty() && not_contained.empty() &&
         not_in.empty() && formats.empty() && empty_text.value_or(true);
}

std::optional<bool> TextSet::Accepts(std::string_view text) const {
  if (text.empty() && empty_text.has_value()) return empty_text;
  if (!AcceptsPlainly(*this, text)) return false;
  bool known = true;
  for (const std::string& pattern : patterns) {
    const std::optional<bool> matches = MatchesPattern(pattern, text);
    if (matches.has_value() && !*matches) return false;
    known = known && matches.has_value();
  }
  for (const std::string& format : formats) {
    const std::optional<bool> has = HasFormat(format, text);
    if (has.has_value() && !*has) return false;
    known = known && has.has_value();
  }
  return known ? std::optional(true) : std::nullopt;
}

TextSet TextSet::Intersect(const TextSet& other) const {
  TextSet both = *this;
  // Of rules that say it plainly and rules that leave it to the others, each for itself.
  if (empty_text.has_value() || other.empty_text.has_value()) {
    both.empty_text = Accepts("").value_or(false) && other.Accepts("").value_or(false);
  }
  both.chars = Common(chars, other.chars);
  both.bytes = Common(bytes, other.bytes);
  Append(both.patterns, other.patterns);
  Append(both.prefixes, other.prefixes);
  Append(both.suffixes, other.suffixes);
  Append(both.contained, other.contained);
  Append(both.not_contained, other.not_contained);
  Append(both.not_in, other.not_in);
  Append(both.formats, other.formats);
  if (!both.in.has_value()) {
    both.in = other.in;
  } else if (other.in.has_value()) {
    std::erase_if(*both.in, [&](const std::string& text) { return !Has(*other.in, text); });
  }
  both.Normalize();
  return both;
}

std::string DescribeTexts(const TextSet& texts) {
  std::vector<std::string> parts;
  const auto add = [&](std::string_view verb, const std::vector<std::string>& values) {
    if (!values.empty()) parts.push_back(fmt::format("{} {}", verb, List(values)));
  };
  if (texts.in.has_value()) {
    parts.push_back(texts.in->empty() ? "no text"
                                      : fmt::format("{}{}", texts.in->size() > 1 ? "one of " : "",
                                                    List(*texts.in)));
  }
  DescribeLengths(texts.chars, "character", parts);
  DescribeLengths(texts.bytes, "byte", parts);
  if (!texts.formats.empty()) parts.push_back("of format " + Join(texts.formats, " and "));
  add("matching", texts.patterns);
  add("starting with", texts.prefixes);
  add("ending with", texts.suffixes);
  add("containing", texts.contained);
  add("not containing", texts.not_contained);
  add("other than", texts.not_in);
  if (parts.empty()) return texts.is_bytes ? "any bytes" : "any text";
  const bool has_noun = texts.in.has_value() || texts.chars != TextSet::Lengths{} ||
                        texts.bytes != TextSet::Lengths{};
  std::string described = (has_noun ? "" : "text ") + Join(parts, ", ");
  if (texts.empty_text.value_or(false)) described += ", or empty";
  return described;
}

}  // namespace protowarden::rules::semantic
