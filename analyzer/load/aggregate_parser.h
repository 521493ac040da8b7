// SPDX-License-Identifier: Apache-2.0
//
// The value of an option in braces, `option (x) = { a: 1 b { c: "d" } }`, as a generic tree: the
// definition of its message type need not be known. Best effort: stops at what it does not
// understand, which the protobuf compiler would refuse.
#pragma once

#include <string_view>
#include <vector>

#include "analyzer/base/source_index.h"
#include "analyzer/schema/option.h"

namespace protowarden::load {

// The fields between the braces, from text without positions.
[[nodiscard]] std::vector<schema::Option> ParseAggregate(std::string_view text);

// The same from the source itself, with positions; `statement` covers `name = {...}`.
[[nodiscard]] std::vector<schema::Option> ParseAggregateAt(const SourceIndex& source,
                                                           const Span& statement);

}  // namespace protowarden::load
