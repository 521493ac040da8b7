// SPDX-License-Identifier: Apache-2.0
//
// Where a file of a tree is on disk, for commands that rewrite sources.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "analyzer/base/result.h"

namespace protowarden::app {

// `path` relative to `base`; nullopt when it is not below it. Both are canonical.
[[nodiscard]] std::optional<std::string> PathBelow(const std::filesystem::path& path,
                                                   const std::filesystem::path& base);

// The file with all symbolic links resolved; an error when it cannot be opened or a link leaves the
// tree, which must not be written through.
[[nodiscard]] Result<std::string> DiskPath(const std::filesystem::path& base,
                                           const std::string& tree_path);

}  // namespace protowarden::app
