// SPDX-License-Identifier: Apache-2.0
//
// Who writes a field, by google.api.field_behavior and by its comment.
#pragma once

#include <string_view>

#include "analyzer/schema/usage.h"

namespace protowarden::rules::semantic {

// Whether the field is annotated as "OUTPUT_ONLY", "IMMUTABLE", ...
[[nodiscard]] bool HasBehavior(const schema::Field& field, std::string_view behavior);

// Whether the annotation or the comment says that only the server sets the field.
[[nodiscard]] bool ServerWrites(const schema::Field& field);

// Whether a method for which is(method) is true has the message in its request, outside of fields
// that only the server sets. True as well when that would take long to find out.
[[nodiscard]] bool ClientsSend(const schema::Usage& usage, const schema::Message& message,
                               bool (*is)(const schema::Method&));

}  // namespace protowarden::rules::semantic
