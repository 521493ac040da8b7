// SPDX-License-Identifier: Apache-2.0
//
// What folder and git trees share.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/io/file_tree.h"

namespace protowarden::io {

// True for .proto files, configuration files and those of a .protowarden folder. The path may
// be relative to anything.
[[nodiscard]] bool IsSchemaFile(std::string_view path);

// True for .proto files in the folder or below it; "" is the base.
[[nodiscard]] bool IsProtoBelow(std::string_view path, std::string_view folder);

// A file of a tree by its path; nullptr when the tree has none.
[[nodiscard]] const TreeEntry* FindEntry(const FileTree& tree, std::string_view path);

// The text of a file of a tree; nullopt when it does not exist.
[[nodiscard]] Result<std::optional<std::string>> ReadIfPresent(FileTree& tree,
                                                               const std::string& path);

// Reads a regular file of at most `limit` bytes.
[[nodiscard]] Result<std::string> ReadFile(const std::filesystem::path& path,
                                           size_t limit = kMaxFileSize);

// `path` relative to the working directory if it is below it, else `fallback`.
[[nodiscard]] std::string ShowPath(const std::filesystem::path& absolute,
                                   const std::string& fallback);

// The same for many paths of one tree: asks for the working directory once.
class ShownPaths {
 public:
  // `base` is absolute (or empty: nothing is below the working directory).
  ShownPaths(const std::filesystem::path& base, const std::filesystem::path& fallback);
  // `path` is relative to the base; else it is shown below the fallback.
  [[nodiscard]] std::string Of(std::string_view path) const;

 private:
  std::string base_;  // empty or ending in '/', as is the next
  std::string fallback_;
  std::string here_;  // the working directory, ending in '/'; empty when there is none
};

// True when one of the needles occurs in the text.
[[nodiscard]] bool ContainsAny(std::string_view text, std::span<const std::string> needles);

}  // namespace protowarden::io
