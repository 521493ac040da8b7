// SPDX-License-Identifier: Apache-2.0
//
// The rule about default values. A default is not on the wire: each side fills in its own.
#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

#include "analyzer/base/text.h"
#include "rules/wire/describe.h"
#include "rules/wire/families.h"

namespace protowarden::rules {
namespace {

using namespace category;  // NOLINT(google-build-using-namespace): bit names in rows
using compare::FieldPair;
using schema::Field;
using schema::Kind;

// A field's effective default: text or a number. long double holds every 64-bit integer and every
// double exactly on the platforms that protobuf supports.
struct Default {
  std::optional<std::string> text;
  long double number = 0;
  std::string shown;

  [[nodiscard]] bool IsZero() const { return text.has_value() ? text->empty() : number == 0; }
};

bool CanHaveDefault(const Field& field) {
  return field.label != schema::Label::kRepeated && field.kind != Kind::kMessage &&
         field.kind != Kind::kGroup && field.kind != Kind::kUnresolved;
}

// descriptor.proto: "For bytes, contains the C escaped value. All bytes >= 128 are escaped."
std::string UnescapeBytes(std::string_view escaped) {
  std::string bytes;
  for (size_t i = 0; i < escaped.size(); ++i) {
    if (escaped[i] != '\\' || i + 1 == escaped.size()) {
      bytes.push_back(escaped[i]);
      continue;
    }
    const char kind = escaped[++i];
    if (kind >= '0' && kind <= '7') {
      int value = 0;
      size_t digits = 0;
      for (; digits < 3 && i + digits < escaped.size(); ++digits) {
        const char digit = escaped[i + digits];
        if (digit < '0' || digit > '7') break;
        value = value * 8 + (digit - '0');
      }
      i += digits - 1;
      bytes.push_back(static_cast<char>(value));
      continue;
    }
    static constexpr std::string_view kNames = "nrt\"'\\";
    static constexpr std::string_view kBytes = "\n\r\t\"'\\";
    const size_t at = kNames.find(kind);
    bytes.push_back(at == std::string_view::npos ? kind : kBytes[at]);
  }
  return bytes;
}

std::string ShowBytes(const std::string& bytes) {
  std::vector<std::string> parts;
  for (const char byte : bytes) {
    parts.push_back(fmt::format("0x{:X}", static_cast<unsigned char>(byte)));
  }
  return "[" + Join(parts, ",") + "]";
}

Default EnumDefault(const Field& field) {
  Default value;
  if (field.enum_type == nullptr || field.enum_type->values.empty()) return value;
  // Without an explicit default it is the first value.
  const schema::EnumValue* chosen = &field.enum_type->values.front();
  for (const schema::EnumValue& candidate : field.enum_type->values) {
    if (field.default_value.has_value() && candidate.name == *field.default_value) {
      chosen = &candidate;
      break;
    }
  }
  // Of several names for one number the first one stands for all, as in buf.
  for (const schema::EnumValue& candidate : field.enum_type->values) {
    if (candidate.number != chosen->number) continue;
    chosen = &candidate;
    break;
  }
  value.number = chosen->number;
  value.shown = field.enum_type->name + "." + chosen->name;
  return value;
}

// As Go prints numbers, which is what buf's users know: the shortest digits that read back as the
// same number, with an exponent for more than six places before or four after the point.
template <typename T>
std::string ShowFloat(T number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number > 0 ? "+Inf" : "-Inf";
  const T size = std::fabs(number);
  const bool plain = size == 0 || (size >= static_cast<T>(1e-4) && size < T{1e6F});
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.begin(), digits.end(), number,
                                 plain ? std::chars_format::fixed : std::chars_format::scientific);
  return {digits.begin(), end.ptr};
}

Default FloatDefault(const Field& field) {
  Default value;
  const std::string text = field.default_value.value_or("0");
  double number = 0;
  if (text == "inf" || text == "-inf" || text == "nan" || text == "-nan") {
    number = text.ends_with("nan") ? std::numeric_limits<double>::quiet_NaN()
                                   : std::numeric_limits<double>::infinity();
    if (text.front() == '-') number = -number;
  } else {
    std::from_chars(text.data(), text.data() + text.size(), number);
  }
  if (field.kind == Kind::kFloat) {
    const auto narrow = static_cast<float>(number);
    value.shown = ShowFloat(narrow);
    value.number = narrow;
  } else {
    value.shown = ShowFloat(number);
    value.number = number;
  }
  return value;
}

Default DefaultOf(const Field& field) {
  Default value;
  switch (field.kind) {
    case Kind::kString:
      value.text = field.default_value.value_or("");
      value.shown = Quote(*value.text);
      return value;
    case Kind::kBytes:
      value.text = UnescapeBytes(field.default_value.value_or(""));
      value.shown = ShowBytes(*value.text);
      return value;
    case Kind::kEnum:
      return EnumDefault(field);
    case Kind::kFloat:
    case Kind::kDouble:
      return FloatDefault(field);
    case Kind::kBool:
      value.shown = field.default_value.value_or("false");
      value.number = value.shown == "true" ? 1 : 0;
      return value;
    default:
      break;
  }
  value.shown = field.default_value.value_or("0");
  const char* end = value.shown.data() + value.shown.size();
  if (value.shown.starts_with('-')) {
    int64_t number = 0;
    std::from_chars(value.shown.data(), end, number);
    value.number = static_cast<long double>(number);
  } else {
    uint64_t number = 0;
    std::from_chars(value.shown.data(), end, number);
    value.number = static_cast<long double>(number);
  }
  return value;
}

// Lenient about the type: that is FIELD_SAME_TYPE's concern.
bool SameDefault(const Default& before, const Default& after, bool narrow) {
  if (before.text.has_value() || after.text.has_value()) return before.text == after.text;
  if (std::isnan(before.number) || std::isnan(after.number)) {
    return std::isnan(before.number) && std::isnan(after.number);
  }
  // Between float and double, the float's precision decides.
  if (narrow) return static_cast<float>(before.number) == static_cast<float>(after.number);
  return before.number == after.number;
}

void CheckDefault(const RuleContext& /*context*/, const FieldPair& pair, Reporter& reporter) {
  if (!CanHaveDefault(pair.before) || !CanHaveDefault(pair.after)) return;
  const Default before = DefaultOf(pair.before);
  const Default after = DefaultOf(pair.after);
  if (before.IsZero() && after.IsZero()) return;
  const auto floating = [](Kind kind) { return kind == Kind::kFloat || kind == Kind::kDouble; };
  const bool narrow = floating(pair.before.kind) && floating(pair.after.kind) &&
                      pair.before.kind != pair.after.kind;
  if (SameDefault(before, after, narrow)) return;
  const auto where = [](const Field& field) {
    return At(field.file, FirstKnown({field.default_span, field.span}));
  };
  reporter.Add({.element = pair.after.FullName(),
                .at = where(pair.after),
                .against = where(pair.before),
                .description = fmt::format("{} changed default value from {} to {}.",
                                           DescribeField(pair.after), before.shown, after.shown),
                .arguments = {before.shown, after.shown}});
}

constexpr std::array<Rule, 1> kRules = {{
    {.id = "FIELD_SAME_DEFAULT",
     .categories = kFile | kPackage | kWireJson | kWire | kCsr,
     .severity = Severity::kHigh,
     .title = "Fields keep their default value",
     .impact = "An absent field has one value on the old side and another on the new one: the same "
               "bytes mean two different things, and nobody gets an error.",
     .remedy =
         "Keep the default. To change the behaviour, add a new field with the new default, or "
         "have writers set the value explicitly.",
     .source = "https://protobuf.dev/programming-guides/proto2/#updating",
     .check = CheckDefault,
     .categories_v1 = 0},
}};

}  // namespace

std::span<const Rule> FieldDefaultRules() { return kRules; }

}  // namespace protowarden::rules
