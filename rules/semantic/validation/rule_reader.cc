// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/validation/rule_reader.h"

#include <charconv>
#include <limits>

#include "rules/option_text.h"
#include "rules/semantic/validation/cel_text.h"
#include "rules/semantic/validation/number_rules.h"
#include "rules/semantic/validation/text_format.h"

namespace protowarden::rules::semantic {
namespace {

using schema::Option;
using Shape = Constraint::Shape;
using Texts = std::vector<std::string>;

bool IsTrue(const Option& option) { return option.text == "true"; }

std::optional<uint64_t> ReadCount(const Option& option) {
  uint64_t count = 0;
  const char* end = option.text.data() + option.text.size();
  const auto read = std::from_chars(option.text.data(), end, count);
  if (!option.IsScalar() || read.ec != std::errc{} || read.ptr != end) return std::nullopt;
  return count;
}

// A rule that only its text tells. Of a predefined rule the expressions are part of it, so that a
// change of its definition is one of the fields that use it.
std::string OpaqueRule(const Option& rule, const RuleSource& source) {
  std::string text = OptionText(rule);
  if (!rule.is_extension) return text;
  const schema::Field* definition = source.schema.FindExtensionByName(rule.name);
  if (definition == nullptr) return text;
  Texts expressions;
  for (const Option& option : definition->options.nodes()) {
    if (option.name == "buf.validate.predefined") {
      AddCelExpressions(option.Child("cel"), expressions);
    }
  }
  for (const std::string& expression : expressions) text += " (" + expression + ")";
  return text;
}

bool NarrowLength(const Option& rule, std::string_view unit, TextSet::Lengths& lengths) {
  const std::string exact = std::string("len") + (unit.empty() ? "" : "_") + std::string(unit);
  const bool is_exact = rule.name == exact;
  const std::string tail = unit.empty() ? "len" : std::string(unit);
  const bool is_min = rule.name == "min_" + tail;
  const bool is_max = rule.name == "max_" + tail;
  if (!is_exact && !is_min && !is_max) return false;
  const std::optional<uint64_t> count = ReadCount(rule);
  if (!count.has_value()) return false;
  if (is_exact || is_min) lengths.min = std::max(lengths.min, *count);
  if (is_exact || is_max) lengths.max = std::min(lengths.max, *count);
  return true;
}

void KeepOnly(Texts allowed, TextSet& texts) {
  TextSet listed;
  listed.is_bytes = texts.is_bytes;
  listed.in = std::move(allowed);
  listed.Normalize();
  texts.Normalize();
  texts = texts.Intersect(listed);
}

bool NarrowByTextList(const Option& rule, TextSet& texts) {
  Texts values;
  for (const std::string_view value : ScalarsOf(&rule)) values.emplace_back(value);
  if (rule.name == "const" || rule.name == "in") {
    if (!values.empty()) KeepOnly(std::move(values), texts);
    return true;
  }
  static constexpr std::pair<std::string_view, Texts TextSet::*> kLists[] = {
      {"not_in", &TextSet::not_in},      {"pattern", &TextSet::patterns},
      {"prefix", &TextSet::prefixes},    {"suffix", &TextSet::suffixes},
      {"contains", &TextSet::contained}, {"not_contains", &TextSet::not_contained}};
  for (const auto& [name, list] : kLists) {
    if (rule.name != name) continue;
    // The empty literal is in every text.
    for (std::string& value : values) {
      if (!value.empty() || name == "not_in" || name == "not_contains") {
        (texts.*list).push_back(std::move(value));
      }
    }
    return true;
  }
  return false;
}

bool NarrowByFormat(const Option& rule, const Option& rules, TextSet& texts) {
  if (rule.name == "well_known_regex") {
    const Option* strict = rules.Child("strict");
    const std::string_view pattern =
        HeaderPattern(rule.text, strict == nullptr || strict->text != "false");
    if (pattern.empty())
      return rule.text == "UNKNOWN" || rule.text == "0" || rule.text.ends_with("UNSPECIFIED");
    texts.patterns.emplace_back(pattern);
    return true;
  }
  if (rule.name == "strict") return true;
  const std::string_view pattern = FormatPattern(rule.name);
  if (pattern.empty() && !IsNamedFormat(rule.name)) return false;
  if (!IsTrue(rule)) return true;
  if (pattern.empty() || texts.is_bytes) {
    texts.formats.push_back(rule.name);
  } else {
    texts.patterns.emplace_back(pattern);
  }
  return true;
}

// Addresses as bytes have 4 or 16 of them, which says all there is to say.
bool NarrowByByteFormat(const Option& rule, Constraint& constraint) {
  static constexpr uint64_t kShort = 4;
  static constexpr uint64_t kLong = 16;
  TextSet::Lengths& bytes = constraint.texts.bytes;
  const bool is_long = rule.name == "ipv6" || rule.name == "uuid";
  if (rule.name == "ipv4" || is_long) {
    const uint64_t length = is_long ? kLong : kShort;
    if (IsTrue(rule)) bytes = {std::max(bytes.min, length), std::min(bytes.max, length)};
    return true;
  }
  return false;
}

bool NarrowText(const Option& rule, const Option& rules, Constraint& constraint) {
  TextSet& texts = constraint.texts;
  if (texts.is_bytes && NarrowByByteFormat(rule, constraint)) return true;
  if (NarrowLength(rule, "", texts.is_bytes ? texts.bytes : texts.chars)) return true;
  if (!texts.is_bytes && NarrowLength(rule, "bytes", texts.bytes)) return true;
  return NarrowByTextList(rule, texts) || NarrowByFormat(rule, rules, texts);
}

bool NarrowSize(const Option& rule, std::string_view unit, NumberSet& sizes) {
  const bool is_min = rule.name == "min_" + std::string(unit);
  if (!is_min && rule.name != "max_" + std::string(unit)) return false;
  const std::optional<uint64_t> count = ReadCount(rule);
  if (!count.has_value()) return false;
  const Wide most = std::numeric_limits<uint64_t>::max();
  sizes = sizes.Intersect(is_min ? NumberSet::Range(*count, most) : NumberSet::Range(0, *count));
  return true;
}

// The rules of items, keys and values. They are always set.
bool NarrowPart(const Option& rule, const RuleSource& source, Constraint& part) {
  const FieldRulesRead read = ReadFieldRules(rule, source, part);
  if (read.ignore_zero || read.ignore_default) AddZero(part);
  return true;
}

bool NarrowContainer(const Option& rule, const RuleSource& source, Constraint& constraint) {
  if (constraint.shape == Shape::kList) {
    if (rule.name == "items") return NarrowPart(rule, source, constraint.parts.front());
    if (rule.name == "unique") {
      constraint.unique = constraint.unique || IsTrue(rule);
      return true;
    }
    return NarrowSize(rule, "items", constraint.sizes);
  }
  const std::vector<schema::Field>& entry = source.field.message_type->fields;
  if (rule.name == "keys") {
    return NarrowPart(rule, {source.schema, entry.front()}, constraint.parts.front());
  }
  if (rule.name == "values") {
    return NarrowPart(rule, {source.schema, entry.back()}, constraint.parts.back());
  }
  return NarrowSize(rule, "pairs", constraint.sizes);
}

// Rules of a google.protobuf.FieldMask.
bool NarrowPaths(const Option& rule, PathSet& paths) {
  PathSet allowed;
  const Option* list = rule.name == "const" ? rule.Child("paths") : &rule;
  std::vector<std::string> values;
  for (const std::string_view value : ScalarsOf(list)) values.emplace_back(value);
  if (rule.name == "const") {
    allowed.exact = std::move(values);
  } else if (rule.name == "in") {
    allowed.in = std::move(values);
  } else if (rule.name == "not_in") {
    allowed.not_in = std::move(values);
  } else {
    return false;
  }
  paths = paths.Intersect(allowed);
  return true;
}

NumberSet DefinedNumbers(const schema::Enum& item) {
  std::vector<Wide> numbers;
  numbers.reserve(item.values.size());
  for (const schema::EnumValue& value : item.values) numbers.push_back(value.number);
  return NumberSet::Points(numbers);
}

// lt_now, gt_now and within compare with the present time.
bool NarrowFromNow(const Option& rule, Constraint& constraint) {
  const Wide far = constraint.domain.high - constraint.domain.low;
  NumberSet allowed = NumberSet::Range(-far, far);
  if (rule.name == "lt_now" || rule.name == "gt_now") {
    if (!IsTrue(rule)) return true;
    allowed = rule.name == "lt_now" ? NumberSet::Range(-far, -1) : NumberSet::Range(1, far);
  } else if (rule.name == "within") {
    const std::optional<Wide> distance = ReadNumber(rule, constraint.domain);
    if (!distance.has_value()) return false;
    allowed = NumberSet::Range(-*distance, *distance);
  } else {
    return false;
  }
  constraint.from_now = constraint.from_now.Intersect(allowed);
  return true;
}

bool NarrowNumber(const Option& rule, const RuleSource& source, Constraint& constraint) {
  if (rule.name == "defined_only" && constraint.domain.type == NumberType::kEnum) {
    const schema::Enum* item = source.field.enum_type;
    if (item == nullptr) return false;
    if (IsTrue(rule)) constraint.numbers = constraint.numbers.Intersect(DefinedNumbers(*item));
    return true;
  }
  if (constraint.domain.type == NumberType::kTimestamp && NarrowFromNow(rule, constraint)) {
    return true;
  }
  return NarrowByNumberRule(rule, constraint.domain, constraint.numbers);
}

void ReadTypeRules(const Option& rules, const RuleSource& source, Constraint& constraint,
                   FieldRulesRead& read) {
  NumberBounds bounds;
  for (const Option& rule : rules.children) {
    bool known = !rule.is_extension;
    if (known) {
      if (rule.name == "ignore_empty") {
        read.ignore_zero = read.ignore_zero || IsTrue(rule);
      } else if (rule.name == "required") {
        constraint.required = constraint.required || IsTrue(rule);
      } else if (rule.name == "skip") {
        constraint.skips_nested = constraint.skips_nested || IsTrue(rule);
      } else if (rule.name == "no_sparse" || rule.name == "example") {
        // Messages in maps are always set in most languages; examples are documentation.
      } else if (constraint.shape == Shape::kNumber) {
        known = bounds.Read(rule, constraint.domain) || NarrowNumber(rule, source, constraint);
      } else if (constraint.shape == Shape::kText) {
        known = NarrowText(rule, rules, constraint);
      } else if (rules.name == "field_mask") {
        known = NarrowPaths(rule, constraint.paths);
      } else if (constraint.shape != Shape::kOther) {
        known = NarrowContainer(rule, source, constraint);
      } else {
        known = false;
      }
    }
    if (!known) constraint.opaque.push_back(OpaqueRule(rule, source));
  }
  if (constraint.shape == Shape::kNumber) {
    constraint.numbers = constraint.numbers.Intersect(bounds.Accepted(constraint.domain));
  }
  constraint.texts.Normalize();
}

// protovalidate's `ignore`, by name or number, with the spellings of its releases before 1.0.
// Source: https://github.com/bufbuild/protovalidate/releases
enum class Ignore : uint8_t { kUnset, kZero, kDefault, kAlways };
Ignore ReadIgnore(const Option& rule) {
  const std::string_view name = rule.text;
  if (name == "IGNORE_ALWAYS" || name == "3") return Ignore::kAlways;
  if (name == "IGNORE_IF_DEFAULT_VALUE" || name == "IGNORE_DEFAULT" || name == "2") {
    return Ignore::kDefault;
  }
  const bool zero = name == "IGNORE_IF_ZERO_VALUE" || name == "IGNORE_IF_UNPOPULATED" ||
                    name == "IGNORE_EMPTY" || name == "1";
  return zero ? Ignore::kZero : Ignore::kUnset;
}

bool IsSwitchedOff(const Option& rules) {
  const Option* ignore = rules.Child("ignore");
  const Option* skipped = rules.Child("skipped");
  return (ignore != nullptr && ReadIgnore(*ignore) == Ignore::kAlways) ||
         (skipped != nullptr && IsTrue(*skipped));
}

}  // namespace

FieldRulesRead ReadFieldRules(const Option& rules, const RuleSource& source,
                              Constraint& constraint) {
  FieldRulesRead read;
  if (IsSwitchedOff(rules)) {
    constraint.skips_nested = true;
    return read;
  }
  for (const Option& rule : rules.children) {
    if (rule.name == "required") {
      constraint.required = constraint.required || IsTrue(rule);
    } else if (rule.name == "ignore") {
      read.ignore_zero = read.ignore_zero || ReadIgnore(rule) == Ignore::kZero;
      read.ignore_default = read.ignore_default || ReadIgnore(rule) == Ignore::kDefault;
    } else if (rule.name == "ignore_empty") {
      read.ignore_zero = read.ignore_zero || IsTrue(rule);
    } else if (rule.name == "cel" || rule.name == "cel_expression") {
      AddCelExpressions(&rule, constraint.opaque);
    } else if (rule.kind == Option::Kind::kMessage) {
      ReadTypeRules(rule, source, constraint, read);
    } else if (rule.name != "skipped") {
      constraint.opaque.push_back(OpaqueRule(rule, source));
    }
  }
  return read;
}

bool AcceptsZero(const Constraint& constraint) {
  switch (constraint.shape) {
    case Shape::kNumber:
      return constraint.numbers.Contains(0);
    case Shape::kText:
      // What only the library can tell is taken to pass: no alarm without proof.
      return constraint.texts.Accepts("").value_or(true);
    case Shape::kList:
    case Shape::kMap:
      return constraint.sizes.Contains(0);
    case Shape::kOther:
      return true;
  }
  return true;
}

void AddZero(Constraint& constraint) {
  constraint.numbers = constraint.numbers.Unite(NumberSet::Points({0}));
  constraint.sizes = constraint.sizes.Unite(NumberSet::Points({0}));
  constraint.texts.empty_text = true;
}

}  // namespace protowarden::rules::semantic
