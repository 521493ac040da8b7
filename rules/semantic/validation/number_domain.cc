// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/validation/number_domain.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <limits>
#include <vector>

#include "analyzer/base/text.h"

namespace protowarden::rules::semantic {
namespace {

using schema::Kind;
using schema::Option;

constexpr int64_t kNanos = 1'000'000'000;
// Source: google/protobuf/duration.proto and timestamp.proto (0001-01-01 to 9999-12-31).
constexpr int64_t kDurationSeconds = 315'576'000'000;
constexpr int64_t kFirstTimestamp = -62'135'596'800;
constexpr int64_t kLastTimestamp = 253'402'300'799;
// More intervals than this are counted, not listed.
constexpr size_t kShownIntervals = 8;

template <typename Float, typename Bits>
Wide KeyOf(Float number) {
  if (std::isnan(number)) return KeyOf<Float, Bits>(std::numeric_limits<Float>::infinity()) + 1;
  const auto bits = std::bit_cast<Bits>(std::fabs(number));
  return std::signbit(number) ? -Wide{bits} : Wide{bits};
}

template <typename Float, typename Bits>
Float FromKey(Wide key) {
  const auto size = std::bit_cast<Float>(static_cast<Bits>(key < 0 ? -key : key));
  return key < 0 ? -size : size;
}

Wide KeyOf(double number, NumberType type) {
  return type == NumberType::kFloat ? KeyOf<float, uint32_t>(static_cast<float>(number))
                                    : KeyOf<double, uint64_t>(number);
}

template <typename Integer>
NumberDomain Integers() {
  return {NumberType::kInteger, std::numeric_limits<Integer>::min(),
          std::numeric_limits<Integer>::max(), sizeof(Integer) == sizeof(int64_t)};
}

NumberDomain Floats(NumberType type) {
  const Wide infinity = KeyOf(std::numeric_limits<double>::infinity(), type);
  return {type, -infinity, infinity + 1, false};
}

NumberDomain Times(NumberType type, int64_t first, int64_t last) {
  return {type, Wide{first} * kNanos, Wide{last} * kNanos + kNanos - 1, false};
}

std::optional<Wide> ReadInteger(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  uint64_t size = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), size);
  if (end.ec != std::errc{} || end.ptr != text.data() + text.size()) return std::nullopt;
  return negative ? -Wide{size} : Wide{size};
}

std::optional<double> ReadFloat(std::string_view text) {
  double number = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
  if (end.ec == std::errc::invalid_argument || end.ptr != text.data() + text.size()) {
    return std::nullopt;
  }
  return number;
}

// {seconds: 1 nanos: 5}; both are optional.
std::optional<Wide> ReadTime(const Option& option) {
  if (option.kind != Option::Kind::kMessage) return std::nullopt;
  Wide total = 0;
  for (const Option& part : option.children) {
    const std::optional<Wide> number =
        part.IsScalar() ? ReadInteger(part.text) : std::optional<Wide>();
    if (!number.has_value()) return std::nullopt;
    if (part.name != "seconds" && part.name != "nanos") return std::nullopt;
    total += part.name == "seconds" ? *number * kNanos : *number;
  }
  return total;
}

std::string ShowInteger(Wide number) {
  return number < 0 ? fmt::format("-{}", static_cast<uint64_t>(-number))
                    : fmt::format("{}", static_cast<uint64_t>(number));
}

std::string ShowFraction(int64_t nanos) {
  if (nanos == 0) return {};
  std::string digits = fmt::format(".{:09}", nanos);
  digits.erase(digits.find_last_not_of('0') + 1);
  return digits;
}

// Days since 1970-01-01 to a date: Howard Hinnant's civil_from_days,
// https://howardhinnant.github.io/date_algorithms.html#civil_from_days.
std::string ShowDate(int64_t days) {
  days += 719468;
  const int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const int64_t day_of_era = days - era * 146097;
  const int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t shifted_month = (5 * day_of_year + 2) / 153;
  const int64_t day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
  const int64_t month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  const int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
  return fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

std::string ShowTimestamp(Wide nanos) {
  static constexpr int64_t kDay = 86400;
  const auto seconds = static_cast<int64_t>((nanos - (nanos < 0 ? kNanos - 1 : 0)) / kNanos);
  const auto fraction = static_cast<int64_t>(nanos - Wide{seconds} * kNanos);
  const int64_t days = (seconds - (seconds < 0 ? kDay - 1 : 0)) / kDay;
  const int64_t rest = seconds - days * kDay;
  return fmt::format("{}T{:02}:{:02}:{:02}{}Z", ShowDate(days), rest / 3600, rest / 60 % 60,
                     rest % 60, ShowFraction(fraction));
}

std::string ShowDuration(Wide nanos) {
  const bool negative = nanos < 0;
  if (negative) nanos = -nanos;
  return fmt::format("{}{}{}s", negative ? "-" : "", static_cast<int64_t>(nanos / kNanos),
                     ShowFraction(static_cast<int64_t>(nanos % kNanos)));
}

// `gt: 0` of a double begins at 5e-324: the round neighbour outside of the interval is shown.
bool IsRounder(Wide outside, Wide bound, const NumberDomain& domain) {
  const bool fine = domain.IsFloating() || domain.type == NumberType::kDuration ||
                    domain.type == NumberType::kTimestamp;
  return fine && outside >= domain.low && outside <= domain.high &&
         ShowNumber(outside, domain).size() < ShowNumber(bound, domain).size();
}

std::string ShowInterval(const NumberSet::Interval& item, const NumberDomain& domain) {
  if (item.low == item.high) return ShowNumber(item.low, domain);
  const bool above = IsRounder(item.low - 1, item.low, domain);
  const bool below = IsRounder(item.high + 1, item.high, domain);
  const std::string low = ShowNumber(above ? item.low - 1 : item.low, domain);
  const std::string high = ShowNumber(below ? item.high + 1 : item.high, domain);
  const Wide top = domain.IsFloating() ? domain.Infinity() : domain.high;
  if (item.low <= domain.low) return (below ? "less than " : "at most ") + high;
  if (item.high >= top) return (above ? "more than " : "at least ") + low;
  if (!above && !below) return low + ".." + high;
  return (above ? "more than " : "at least ") + low + " and " +
         (below ? "less than " : "at most ") + high;
}

std::string ListIntervals(const NumberSet& numbers, const NumberDomain& domain) {
  std::vector<std::string> parts;
  const auto& intervals = numbers.intervals();
  const size_t shown = std::min(intervals.size(), kShownIntervals);
  for (size_t i = 0; i < shown; ++i) parts.push_back(ShowInterval(intervals[i], domain));
  std::string text = Join(parts, ", ");
  if (shown < intervals.size()) text += fmt::format(" and {} more", intervals.size() - shown);
  return text;
}

}  // namespace

std::optional<NumberDomain> DomainOf(Kind kind) {
  switch (kind) {
    case Kind::kInt32:
    case Kind::kSint32:
    case Kind::kSfixed32:
      return Integers<int32_t>();
    case Kind::kInt64:
    case Kind::kSint64:
    case Kind::kSfixed64:
      return Integers<int64_t>();
    case Kind::kUint32:
    case Kind::kFixed32:
      return Integers<uint32_t>();
    case Kind::kUint64:
    case Kind::kFixed64:
      return Integers<uint64_t>();
    case Kind::kBool:
      return NumberDomain{NumberType::kBool, 0, 1, false};
    case Kind::kEnum:
      return NumberDomain{NumberType::kEnum, std::numeric_limits<int32_t>::min(),
                          std::numeric_limits<int32_t>::max(), false};
    case Kind::kFloat:
      return Floats(NumberType::kFloat);
    case Kind::kDouble:
      return Floats(NumberType::kDouble);
    default:
      return std::nullopt;
  }
}

std::optional<NumberDomain> DomainOfMessage(std::string_view full_name) {
  static constexpr std::string_view kPackage = "google.protobuf.";
  if (!full_name.starts_with(kPackage)) return std::nullopt;
  const std::string_view name = full_name.substr(kPackage.size());
  if (name == "Duration") {
    return Times(NumberType::kDuration, -kDurationSeconds, kDurationSeconds);
  }
  if (name == "Timestamp") return Times(NumberType::kTimestamp, kFirstTimestamp, kLastTimestamp);
  if (name == "BoolValue") return DomainOf(Kind::kBool);
  if (name == "Int32Value") return DomainOf(Kind::kInt32);
  if (name == "Int64Value") return DomainOf(Kind::kInt64);
  if (name == "UInt32Value") return DomainOf(Kind::kUint32);
  if (name == "UInt64Value") return DomainOf(Kind::kUint64);
  if (name == "FloatValue") return DomainOf(Kind::kFloat);
  if (name == "DoubleValue") return DomainOf(Kind::kDouble);
  return std::nullopt;
}

std::optional<Wide> ReadNumber(const Option& option, const NumberDomain& domain) {
  if (domain.type == NumberType::kDuration || domain.type == NumberType::kTimestamp) {
    return ReadTime(option);
  }
  if (!option.IsScalar() || option.kind == Option::Kind::kString) return std::nullopt;
  if (domain.type == NumberType::kBool) {
    if (option.text == "true") return 1;
    if (option.text == "false") return 0;
    return std::nullopt;
  }
  if (!domain.IsFloating()) return ReadInteger(option.text);
  const std::optional<double> number = ReadFloat(option.text);
  if (!number.has_value()) return std::nullopt;
  return KeyOf(*number, domain.type);
}

std::string ShowNumber(Wide number, const NumberDomain& domain) {
  switch (domain.type) {
    case NumberType::kBool:
      return number == 0 ? "false" : "true";
    case NumberType::kDuration:
      return ShowDuration(number);
    case NumberType::kTimestamp:
      return ShowTimestamp(number);
    case NumberType::kFloat:
    case NumberType::kDouble:
      if (number > domain.Infinity()) return "NaN";
      if (number == domain.Infinity()) return "inf";
      if (number == -domain.Infinity()) return "-inf";
      return domain.type == NumberType::kFloat
                 ? fmt::format("{}", FromKey<float, uint32_t>(number))
                 : fmt::format("{}", FromKey<double, uint64_t>(number));
    default:
      return ShowInteger(number);
  }
}

std::string NumberAsJson(Wide number, const NumberDomain& domain) {
  std::string text = ShowNumber(number, domain);
  if (domain.IsFloating() && number >= domain.Infinity()) {
    return number > domain.Infinity() ? R"("NaN")" : R"("Infinity")";
  }
  if (domain.IsFloating() && number <= -domain.Infinity()) return R"("-Infinity")";
  const bool quoted =
      domain.wide || domain.type == NumberType::kDuration || domain.type == NumberType::kTimestamp;
  return quoted ? "\"" + text + "\"" : text;
}

Wide ReadableMember(const NumberSet& numbers, const NumberDomain& domain) {
  const Wide nearest = numbers.NearestToZero();
  if (domain.IsFloating()) {
    for (const double round : {0.0, 1.0, -1.0, 0.5, 2.0, 10.0, -10.0, 100.0, 1000.0, 1e6}) {
      const Wide key = KeyOf(round, domain.type);
      if (numbers.Contains(key)) return key;
    }
  } else if (domain.type == NumberType::kDuration || domain.type == NumberType::kTimestamp) {
    for (const Wide round : {nearest / kNanos * kNanos, (nearest / kNanos + 1) * kNanos,
                             (nearest / kNanos - 1) * kNanos}) {
      if (numbers.Contains(round)) return round;
    }
  }
  return nearest;
}

std::string DescribeNumbers(const NumberSet& numbers, const NumberDomain& domain) {
  if (numbers.empty()) return "no value";
  const NumberSet shown =
      domain.IsFloating() && numbers.intervals().size() == 1 && numbers.Contains(domain.high)
          ? numbers.Without(NumberSet::Points({domain.high}))
          : numbers;
  const NumberSet all =
      domain.IsFloating() ? NumberSet::Range(domain.low, domain.Infinity()) : domain.All();
  if (all.IsSubsetOf(shown)) return "any value";
  const NumberSet missing = all.Without(shown);
  const auto& holes = missing.intervals();
  const bool inner = std::none_of(holes.begin(), holes.end(), [&](const auto& hole) {
    return hole.low <= all.intervals().front().low || hole.high >= all.intervals().back().high;
  });
  if (inner) return "anything but " + ListIntervals(missing, domain);
  return ListIntervals(shown, domain);
}

}  // namespace protowarden::rules::semantic
