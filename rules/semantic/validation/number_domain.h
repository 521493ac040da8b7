// SPDX-License-Identifier: Apache-2.0
//
// How the values of a field become whole numbers, and back into words and JSON. Integers, bools
// and enum numbers stand for themselves; durations and timestamps are nanoseconds; floats are
// numbered in their order, so that "the next number above 0.1" is one more, 0 and -0 are 0, and NaN
// comes after infinity.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "analyzer/schema/model.h"
#include "rules/semantic/validation/number_set.h"

namespace protowarden::rules::semantic {

enum class NumberType : uint8_t { kInteger, kBool, kEnum, kFloat, kDouble, kDuration, kTimestamp };

// The values of a type, with the name of its rules: "int32", "enum", "duration".
struct NumberDomain {
  NumberType type = NumberType::kInteger;
  Wide low = 0;
  Wide high = 0;      // NaN included
  bool wide = false;  // 64 bits: a string in JSON

  [[nodiscard]] bool IsFloating() const {
    return type == NumberType::kFloat || type == NumberType::kDouble;
  }
  [[nodiscard]] NumberSet All() const { return NumberSet::Range(low, high); }
  [[nodiscard]] Wide Infinity() const { return high - 1; }  // of floating types
};

// Of scalars, bool and enum; nullopt for text and messages.
[[nodiscard]] std::optional<NumberDomain> DomainOf(schema::Kind kind);
// Of google.protobuf's Duration, Timestamp and the wrappers of numbers.
[[nodiscard]] std::optional<NumberDomain> DomainOfMessage(std::string_view full_name);

// The number that an option's value stands for, rounded to the type as protoc does; nullopt when it
// is no value of the type.
[[nodiscard]] std::optional<Wide> ReadNumber(const schema::Option& option,
                                             const NumberDomain& domain);

// "100", "0.5", "-inf", "NaN", "1.5s", "2024-01-01T00:00:00Z".
[[nodiscard]] std::string ShowNumber(Wide number, const NumberDomain& domain);
// The same as a JSON value.
[[nodiscard]] std::string NumberAsJson(Wide number, const NumberDomain& domain);
// Of a set that is not empty: a number that is easy to read, near to zero.
[[nodiscard]] Wide ReadableMember(const NumberSet& numbers, const NumberDomain& domain);
// "1..100", "at most 100", "anything but 0", "any number".
[[nodiscard]] std::string DescribeNumbers(const NumberSet& numbers, const NumberDomain& domain);

}  // namespace protowarden::rules::semantic
