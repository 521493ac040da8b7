// SPDX-License-Identifier: Apache-2.0
//
// Types as they are written in a declaration.
#pragma once

#include <string>

#include "analyzer/schema/model.h"

namespace protowarden::schema {

// Without a label: "int32", "todo.v1.Task", "map<string, todo.v1.Task>".
[[nodiscard]] std::string TypeName(const Field& field);
// Lists say so: "repeated int32".
[[nodiscard]] std::string TypeText(const Field& field);

}  // namespace protowarden::schema
