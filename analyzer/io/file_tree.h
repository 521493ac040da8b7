// SPDX-License-Identifier: Apache-2.0
//
// A set of schema files addressed by relative path: a folder, a git revision, the git index or the
// working tree of a git repository. The seam between loading and the outside world; tests use an
// in-memory tree (tests/support/memory_tree.h).
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "analyzer/base/result.h"

namespace protowarden::io {

struct TreeEntry {
  std::string path;  // relative to the tree's base, '/' separated, no "." or ".."
  // Git blob object id (SHA-1 of "blob <size>\0<bytes>" outside git); empty where nobody asked.
  std::string content_id;
  friend auto operator<=>(const TreeEntry&, const TreeEntry&) = default;
};

// Files larger than this are refused with a clear error.
inline constexpr size_t kMaxFileSize = size_t{64} << 20U;

class FileTree {
 public:
  virtual ~FileTree() = default;

  // Every .proto, buf.yaml, buf.work.yaml and protowarden.toml file and what .protowarden folders
  // hold, sorted by path. Symbolic links that leave the base are left out and noted.
  [[nodiscard]] virtual const std::vector<TreeEntry>& entries() const = 0;

  // Contents of several files in the order asked for. An item fails alone when its file cannot be
  // read; the others are still returned.
  [[nodiscard]] virtual std::vector<Result<std::string>> Read(
      std::span<const std::string> paths) = 0;

  // The .proto files in `folder` (empty: anywhere) and below it that contain at least one of the
  // needles as plain bytes. Sorted.
  [[nodiscard]] virtual Result<std::vector<std::string>> FilesContaining(
      std::span<const std::string> needles, const std::string& folder) = 0;

  // What to show a user for a path of this tree: relative to the working directory if below it.
  [[nodiscard]] virtual std::string DisplayPath(const std::string& path) const = 0;

  // One line that names the tree: "commit 1a2b3c4 (main)", "folder protos", "index".
  [[nodiscard]] virtual std::string Describe() const = 0;

  // Things the user should know (skipped links, ...).
  [[nodiscard]] virtual std::vector<std::string> Notes() const { return {}; }

  // What could not be listed, so that files may be missing among the entries: the run must not
  // pass.
  [[nodiscard]] virtual std::vector<std::string> Problems() const { return {}; }
};

// Whether the entries of a folder get content ids: for that every file is read. Only a comparison
// needs them.
enum class ContentIds : uint8_t { kNone, kHashed };

// A folder outside version control, read by `jobs` threads.
[[nodiscard]] Result<std::unique_ptr<FileTree>> OpenFolder(const std::string& folder, unsigned jobs,
                                                           ContentIds ids = ContentIds::kHashed);

}  // namespace protowarden::io
