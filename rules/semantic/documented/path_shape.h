// SPDX-License-Identifier: Apache-2.0
//
// Path templates that differ only in the names of their variables have one shape.
#pragma once

#include <string>
#include <string_view>

namespace protowarden::rules::semantic::documented {

// "projects/{project}/tasks/*" -> "projects/*/tasks/*"; <name> and [name] are variables too.
[[nodiscard]] std::string PathShape(std::string_view path_template);

}  // namespace protowarden::rules::semantic::documented
