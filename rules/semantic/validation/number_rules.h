// SPDX-License-Identifier: Apache-2.0
//
// The rules that numbers, durations and timestamps share.
#pragma once

#include <optional>

#include "analyzer/schema/option.h"
#include "rules/semantic/validation/number_domain.h"

namespace protowarden::rules::semantic {

// lt, lte, gt and gte of one rule message, which have a meaning together only.
struct NumberBounds {
  struct Bound {
    Wide number;
    bool exclusive;
  };
  std::optional<Bound> lower;
  std::optional<Bound> upper;

  // True when the rule is a bound.
  bool Read(const schema::Option& rule, const NumberDomain& domain);
  [[nodiscard]] NumberSet Accepted(const NumberDomain& domain) const;
};

// const, in, not_in and finite. False when the rule is none of them or cannot be read.
bool NarrowByNumberRule(const schema::Option& rule, const NumberDomain& domain, NumberSet& numbers);

}  // namespace protowarden::rules::semantic
