// SPDX-License-Identifier: Apache-2.0
//
// What the long-running operation of a method holds, from google.longrunning.operation_info.
// Source: https://google.aip.dev/151
#pragma once

#include <string>
#include <string_view>

#include "analyzer/schema/schema.h"

namespace protowarden::schema {

inline constexpr std::string_view kOperationInfo = "google.longrunning.operation_info";

// The full name of the type that `key`, "response_type" or "metadata_type", names at the method:
// it is looked up in the method's package and those around it. As written when there is no such
// type, empty when nothing is said.
[[nodiscard]] std::string OperationType(const Schema& schema, const Method& method,
                                        std::string_view key);

}  // namespace protowarden::schema
