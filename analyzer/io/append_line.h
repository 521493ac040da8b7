// SPDX-License-Identifier: Apache-2.0
//
// Files that only grow, such as logs.
#pragma once

#include <string>
#include <string_view>

#include "analyzer/base/result.h"

namespace protowarden::io {

// Adds a line to a file, which is made if it is not there (mode 0600). Safe with other processes
// that do the same: lines never mix, and one that somebody left half written stays a line of its
// own. `line` has no line end. Fails on anything that is no regular file.
[[nodiscard]] Status AppendLine(const std::string& path, std::string_view line);

// Whether AppendLine could open the file now; makes it if it is not there.
[[nodiscard]] Status CanAppend(const std::string& path);

}  // namespace protowarden::io
