// SPDX-License-Identifier: Apache-2.0
//
// Compares two message types or enums by what they put on the wire, whatever they are called.
#pragma once

#include <optional>
#include <string>

#include "analyzer/compare/type_groups.h"
#include "analyzer/schema/model.h"

namespace protowarden::compare {

// The first thing that data written as `before` would lose or misread when read as `after`, as a
// readable phrase; nullopt when the types are compatible. New fields and enum values are fine;
// deleted ones are not unless their number (JSON: and name) is reserved. Recursive types end.
// A type whose definition is not in the tree counts as equal to itself by name only.
[[nodiscard]] std::optional<std::string> FirstDifference(const schema::Message& before,
                                                         const schema::Message& after,
                                                         Encoding encoding);
[[nodiscard]] std::optional<std::string> FirstDifference(const schema::Enum& before,
                                                         const schema::Enum& after,
                                                         Encoding encoding);

// True when a number or name is reserved.
[[nodiscard]] bool IsReserved(const schema::ReservedIndex& reserved, int64_t number);
[[nodiscard]] bool IsReserved(const schema::ReservedIndex& reserved, std::string_view name);

}  // namespace protowarden::compare
