// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/validation/number_rules.h"

#include <array>
#include <utility>
#include <vector>

namespace protowarden::rules::semantic {
namespace {

using schema::Option;

// The values of a list option; nullopt when one of them is no value of the type.
std::optional<std::vector<Wide>> ReadNumbers(const Option& option, const NumberDomain& domain) {
  std::vector<Wide> numbers;
  for (const Option& item : schema::ItemsOf(&option)) {
    const std::optional<Wide> number = ReadNumber(item, domain);
    if (!number.has_value()) return std::nullopt;
    numbers.push_back(*number);
  }
  return numbers;
}

// NaN equals nothing, not even the NaN of a list.
NumberSet SetOf(std::vector<Wide> numbers, const NumberDomain& domain) {
  if (domain.IsFloating()) std::erase(numbers, domain.high);
  return NumberSet::Points(numbers);
}

}  // namespace

bool NumberBounds::Read(const Option& rule, const NumberDomain& domain) {
  static constexpr std::array<std::pair<std::string_view, bool>, 4> kBounds = {
      {{"lt", true}, {"lte", true}, {"gt", false}, {"gte", false}}};
  for (const auto& [name, is_upper] : kBounds) {
    if (rule.name != name) continue;
    const std::optional<Wide> number = ReadNumber(rule, domain);
    // What a bound of NaN means differs from library to library.
    if (!number.has_value() || (domain.IsFloating() && *number == domain.high)) return false;
    (is_upper ? upper : lower) = Bound{*number, rule.name.size() == 2};
    return true;
  }
  return false;
}

NumberSet NumberBounds::Accepted(const NumberDomain& domain) const {
  if (!lower.has_value() && !upper.has_value()) return domain.All();
  const Wide top = domain.IsFloating() ? domain.Infinity() : domain.high;
  const auto above = [&](const Bound& bound) {
    return NumberSet::Range(bound.number + (bound.exclusive ? 1 : 0), top);
  };
  const auto below = [&](const Bound& bound) {
    return NumberSet::Range(domain.low, bound.number - (bound.exclusive ? 1 : 0));
  };
  if (!lower.has_value()) return below(*upper);
  if (!upper.has_value()) return above(*lower);
  // A lower bound above the upper one means "outside".
  return lower->number > upper->number ? above(*lower).Unite(below(*upper))
                                       : above(*lower).Intersect(below(*upper));
}

bool NarrowByNumberRule(const Option& rule, const NumberDomain& domain, NumberSet& numbers) {
  if (rule.name == "const") {
    const std::optional<Wide> number = ReadNumber(rule, domain);
    if (!number.has_value()) return false;
    numbers = numbers.Intersect(SetOf({*number}, domain));
    return true;
  }
  if (rule.name == "in") {
    std::optional<std::vector<Wide>> listed = ReadNumbers(rule, domain);
    if (!listed.has_value()) return false;
    // An empty list is no rule.
    if (listed->empty()) return true;
    numbers = numbers.Intersect(SetOf(std::move(*listed), domain));
    return true;
  }
  if (rule.name == "not_in") {
    std::optional<std::vector<Wide>> listed = ReadNumbers(rule, domain);
    if (!listed.has_value()) return false;
    numbers = numbers.Without(SetOf(std::move(*listed), domain));
    return true;
  }
  if (rule.name == "finite" && domain.IsFloating()) {
    if (rule.text == "true") {
      numbers = numbers.Intersect(NumberSet::Range(1 - domain.Infinity(), domain.Infinity() - 1));
    }
    return true;
  }
  return false;
}

}  // namespace protowarden::rules::semantic
