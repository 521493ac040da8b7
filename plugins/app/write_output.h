// SPDX-License-Identifier: Apache-2.0
//
// Where results go: standard output or a file that is replaced as a whole.
#pragma once

#include <string>
#include <string_view>

#include "analyzer/base/result.h"
#include "analyzer/io/write_file.h"

namespace protowarden::app {

// Writes to standard output, or to `path` through a temporary file that is flushed to disk and
// renamed, so that a reader never sees half a report. An existing file is replaced only if
// `replace`.
[[nodiscard]] Status WriteOutput(std::string_view text, const std::string& path,
                                 bool replace = true);

using io::MakeFolderOf;
using io::WriteAll;

}  // namespace protowarden::app
