// SPDX-License-Identifier: Apache-2.0
//
// Arithmetic on inclusive number ranges.
#pragma once

#include <string>
#include <vector>

#include "analyzer/schema/model.h"

namespace protowarden::rules {

// The same numbers as sorted, disjoint, non-adjacent ranges.
[[nodiscard]] std::vector<schema::NumberRange> Coalesce(std::vector<schema::NumberRange> ranges);

// The parts of `range` that none of `covered` (coalesced) covers, in order.
[[nodiscard]] std::vector<schema::NumberRange> Subtract(
    const schema::NumberRange& range, const std::vector<schema::NumberRange>& covered);

// "[5]", "[5,9]" or "[5,max]".
[[nodiscard]] std::string RangeText(const schema::NumberRange& range, int64_t max);

}  // namespace protowarden::rules
