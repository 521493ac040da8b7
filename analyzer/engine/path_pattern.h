// SPDX-License-Identifier: Apache-2.0
//
// Paths in ignore lists and filters.
#pragma once

#include <string_view>

namespace protowarden {

// True when `pattern` names `path`: the file itself, a folder above it, or a glob. In a glob `*`
// and `?` match within a folder, `**` across folders. "." and "" match everything.
[[nodiscard]] bool PathMatches(std::string_view pattern, std::string_view path);

}  // namespace protowarden
