// SPDX-License-Identifier: Apache-2.0
//
// What a field may hold, by its declared type.
#pragma once

#include "analyzer/schema/model.h"
#include "rules/pii/policy.h"

namespace protowarden::rules::pii {

// One bit of `kind`. Well-known wrappers count as what they wrap, timestamps and google.type.Date
// as dates, Any and Struct as anything; maps of scalars are maps, maps of messages count as their
// value.
[[nodiscard]] Kinds KindOf(const schema::Field& field);

// The message a field holds: of a map its value's; null for scalars, well-known types and types
// whose definition is not in the tree.
[[nodiscard]] const schema::Message* HeldMessage(const schema::Field& field);

// True for google.protobuf types, which hold nothing of their own.
[[nodiscard]] bool IsWellKnown(std::string_view type_name);

}  // namespace protowarden::rules::pii
