// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/validation/samples.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "analyzer/base/base64.h"
#include "analyzer/base/text.h"
#include "rules/semantic/validation/text_format.h"

namespace protowarden::rules::semantic {
namespace {

using Shape = Constraint::Shape;

constexpr size_t kShownText = 120;

// Up to `count` different values that pass.
std::vector<Sample> Members(const Constraint& constraint, size_t count) {
  std::vector<Sample> members;
  // Of an Any no type is at hand.
  if (!constraint.opaque.empty() || constraint.is_any) return members;
  if (constraint.shape == Shape::kNumber) {
    NumberSet rest = constraint.numbers;
    while (members.size() < count && !rest.empty()) {
      const Wide number = ReadableMember(rest, constraint.domain);
      members.push_back({Shape::kNumber, number, {}, {}});
      rest = rest.Without(NumberSet::Points({number}));
    }
  } else if (constraint.shape == Shape::kText) {
    std::vector<std::string> candidates;
    for (const std::string& part : constraint.texts.prefixes) candidates.push_back(part);
    const std::string padding(
        constraint.texts.chars.min > 1 && constraint.texts.chars.min < kShownText
            ? constraint.texts.chars.min - 1
            : 0,
        'a');
    for (char letter = 'a'; letter <= 'z'; ++letter) candidates.push_back(padding + letter);
    for (char letter = '0'; letter <= '9'; ++letter) candidates.emplace_back(1, letter);
    for (const std::string_view sample : FormatSamples()) candidates.emplace_back(sample);
    if (constraint.texts.in.has_value()) candidates = *constraint.texts.in;
    std::sort(candidates.begin(), candidates.end());
    candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const auto& a, const auto& b) { return a.size() < b.size(); });
    for (std::string& text : candidates) {
      if (members.size() == count) break;
      if (constraint.texts.Accepts(text) == true) {
        members.push_back({Shape::kText, 0, std::move(text), {}});
      }
    }
  }
  return members;
}

std::string QuoteJson(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      quoted += fmt::format("\\{}", c);
    } else if (static_cast<uint8_t>(c) < 0x20) {
      quoted += fmt::format("\\u{:04x}", static_cast<uint8_t>(c));
    } else {
      quoted.push_back(c);
    }
  }
  return quoted + "\"";
}

std::string DescribeParts(const Constraint& constraint) {
  std::vector<std::string> parts;
  const NumberDomain counts{NumberType::kInteger, 0,
                            constraint.sizes.empty() ? 0 : std::numeric_limits<uint64_t>::max(),
                            false};
  const std::string_view unit = constraint.shape == Shape::kMap ? "entries" : "items";
  if (constraint.sizes != counts.All()) {
    parts.push_back(fmt::format("{} {}", DescribeNumbers(constraint.sizes, counts), unit));
  }
  if (constraint.unique) parts.emplace_back("without repetition");
  static constexpr std::string_view kNames[] = {"keys: ", "values: "};
  for (size_t i = 0; i < constraint.parts.size(); ++i) {
    const std::string part = Describe(constraint.parts[i]);
    if (part.starts_with("any ")) continue;
    parts.push_back((constraint.shape == Shape::kMap ? std::string(kNames[i]) : "each ") + part);
  }
  return parts.empty() ? fmt::format("any {}", unit) : Join(parts, ", ");
}

std::string DescribeKnown(const Constraint& constraint) {
  switch (constraint.shape) {
    case Shape::kNumber: {
      std::string text = DescribeNumbers(constraint.numbers, constraint.domain);
      if (constraint.domain.type != NumberType::kTimestamp) return text;
      const Wide far = constraint.domain.high - constraint.domain.low;
      if (constraint.from_now == NumberSet::Range(-far, far)) return text;
      const NumberDomain distance{NumberType::kDuration, -far, far, false};
      return fmt::format("{}, from now {}", text, DescribeNumbers(constraint.from_now, distance));
    }
    case Shape::kText:
      return DescribeTexts(constraint.texts);
    case Shape::kList:
    case Shape::kMap:
      return DescribeParts(constraint);
    case Shape::kOther:
      return constraint.paths.IsAny() ? "any value" : Describe(constraint.paths);
  }
  return {};
}

}  // namespace

std::optional<Sample> ContainerOf(const Constraint& constraint, Wide size) {
  if (size > kMaxSampleItems) return std::nullopt;
  Sample sample{constraint.shape, 0, {}, {}};
  if (size == 0) return sample;
  const auto count = static_cast<size_t>(size);
  const std::vector<Sample> first = Members(constraint.parts.front(), count);
  if (first.size() < count) return std::nullopt;
  if (constraint.shape == Shape::kList) {
    sample.parts = first;
    return sample;
  }
  const std::vector<Sample> value = Members(constraint.parts.back(), 1);
  if (value.empty()) return std::nullopt;
  for (const Sample& key : first) {
    sample.parts.push_back(key);
    sample.parts.push_back(value.front());
  }
  return sample;
}

std::string Describe(const Constraint& constraint) {
  std::string text = DescribeKnown(constraint);
  if (constraint.opaque.empty()) return text;
  std::vector<std::string> rules;
  for (const std::string& rule : constraint.opaque) rules.push_back("`" + Printable(rule) + "`");
  const std::string opaque = "satisfying " + Join(rules, " and ");
  return text.starts_with("any ") ? opaque : text + ", " + opaque;
}

std::string AsJson(const Sample& sample, const Constraint& shape) {
  switch (sample.shape) {
    case Shape::kNumber:
      return NumberAsJson(sample.number, shape.domain);
    case Shape::kText:
      if (sample.text.size() > kShownText) return {};
      // JSON has a type URL only where it can find the type.
      if (shape.is_any && sample.text.find('/') == std::string::npos) return {};
      if (shape.is_any) return fmt::format("{{\"@type\": {}}}", QuoteJson(sample.text));
      return QuoteJson(shape.texts.is_bytes ? Base64(sample.text) : sample.text);
    case Shape::kList:
    case Shape::kMap: {
      const bool is_map = sample.shape == Shape::kMap;
      std::vector<std::string> parts;
      for (size_t i = 0; i < sample.parts.size(); ++i) {
        const size_t part = is_map ? i % 2 : 0;
        std::string json = AsJson(sample.parts[i], shape.parts[part]);
        if (json.empty()) return {};
        const bool is_key = is_map && part == 0;
        if (is_key && !json.starts_with('"')) json = "\"" + json + "\"";
        if (is_map && part == 1) {
          parts.back() += ": " + json;
        } else {
          parts.push_back(std::move(json));
        }
      }
      return is_map ? "{" + Join(parts, ", ") + "}" : "[" + Join(parts, ", ") + "]";
    }
    case Shape::kOther:
      return {};
  }
  return {};
}

}  // namespace protowarden::rules::semantic
