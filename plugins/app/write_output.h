// SPDX-License-Identifier: Apache-2.0
//
// Where results go: standard output or a file that is replaced as a whole.
#pragma once

#include <string>
#include <string_view>

#include "analyzer/base/result.h"

namespace protowarden::app {

// Writes to standard output, or to `path` through a temporary file that is flushed to disk and
// renamed, so that a reader never sees half a report. An existing file is replaced only if
// `replace`.
[[nodiscard]] Status WriteOutput(std::string_view text, const std::string& path,
                                 bool replace = true);

// Makes the folder that a file is to stand in, and those above it.
[[nodiscard]] Status MakeFolderOf(const std::string& path);

// Writes all of a text to an open file; false with errno set when that fails.
[[nodiscard]] bool WriteAll(int file, std::string_view text);

}  // namespace protowarden::app
