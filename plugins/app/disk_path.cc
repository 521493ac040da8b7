// SPDX-License-Identifier: Apache-2.0
#include "plugins/app/disk_path.h"

#include <fmt/format.h>

namespace protowarden::app {

namespace fs = std::filesystem;

std::optional<std::string> PathBelow(const fs::path& path, const fs::path& base) {
  const std::string relative = path.lexically_relative(base).string();
  if (relative.empty() || relative == ".." || relative.starts_with("../")) return std::nullopt;
  return relative == "." ? std::string() : relative;
}

Result<std::string> DiskPath(const fs::path& base, const std::string& tree_path) {
  std::error_code failure;
  const fs::path path = fs::canonical(base / tree_path, failure);
  if (failure) {
    return AnalysisError(fmt::format("The file cannot be opened: {}.", failure.message()));
  }
  if (!PathBelow(path, base)) {
    return AnalysisError(
        "The file is a symbolic link that leaves the tree, so it is not written. Name its target "
        "instead.");
  }
  return path.string();
}

}  // namespace protowarden::app
