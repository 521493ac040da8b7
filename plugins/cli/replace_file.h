// SPDX-License-Identifier: Apache-2.0
//
// Rewrites source files so that nobody ever sees half a file.
#pragma once

#include <string>
#include <string_view>

#include "analyzer/base/result.h"

namespace protowarden::cli {

// Replaces a regular file through a temporary file in the same folder, flushed to disk and renamed;
// mode and, where permitted, owner are kept. Fails, and leaves the file alone, when it no longer
// holds `expected`.
[[nodiscard]] Status ReplaceFile(const std::string& path, std::string_view expected,
                                 std::string_view text);

}  // namespace protowarden::cli
