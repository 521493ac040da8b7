// SPDX-License-Identifier: Apache-2.0
//
// Writes files so that nobody ever sees half of one.
#pragma once

#include <string>
#include <string_view>

#include "analyzer/base/result.h"

namespace protowarden::io {

// Writes a file through a temporary one beside it that is flushed to disk and renamed; mode 0644.
[[nodiscard]] Status WriteFile(const std::string& path, std::string_view text);

// Makes the folder that a file is to stand in, and those above it.
[[nodiscard]] Status MakeFolderOf(const std::string& path);

// Writes all of a text to an open file; false with errno set when that fails.
[[nodiscard]] bool WriteAll(int file, std::string_view text);

// "PATH could not be written: WHY.", with the why of errno.
[[nodiscard]] Error WriteFailure(const std::string& path);

}  // namespace protowarden::io
