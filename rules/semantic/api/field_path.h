// SPDX-License-Identifier: Apache-2.0
//
// Paths of fields in annotations: "book.name" of a request.
#pragma once

#include <string_view>
#include <vector>

#include "analyzer/schema/model.h"

namespace protowarden::rules::semantic {

// The fields along the path; empty when it cannot be followed.
[[nodiscard]] std::vector<const schema::Field*> FollowPath(const schema::Message* message,
                                                           std::string_view path);

// True when both paths lead to the same field: by name, or by number where it was renamed.
[[nodiscard]] bool SameField(const schema::Message* before, std::string_view old_path,
                             const schema::Message* after, std::string_view new_path);

}  // namespace protowarden::rules::semantic
