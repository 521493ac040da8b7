// SPDX-License-Identifier: Apache-2.0
//
// Git, driven as the `git` program: one `ls-tree` and one long-lived `cat-file --batch` per
// repository. Environment variables of a surrounding hook (GIT_DIR, GIT_INDEX_FILE, GIT_WORK_TREE,
// ...) never reach the child, except that --staged honours an index file inside this repository's
// own git directory, because `git commit -a` and partial commits run hooks with such an index.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "analyzer/base/result.h"
#include "analyzer/io/file_tree.h"

namespace protowarden::io {

// A repository, worktree, submodule or bare repository. Not thread-safe.
class GitRepository {
 public:
  // Finds the repository that contains `path`; nullopt when there is none. Errors: git missing or
  // not runnable, "dubious ownership", ...
  static Result<std::optional<std::shared_ptr<GitRepository>>> Discover(const std::string& path);
  virtual ~GitRepository() = default;

  // Absolute path of the working tree's top, or of the git directory of a bare repository.
  [[nodiscard]] virtual const std::string& top_level() const = 0;
  [[nodiscard]] virtual bool is_bare() const = 0;

  // Full object id of the commit a revision names (branch, tag, sha, HEAD~3). A revision that is
  // missing because the clone is shallow gets an error that names the exact remedy
  // (`fetch-depth: 0` and `git fetch --deepen/--unshallow`). Never treats the text as an option.
  [[nodiscard]] virtual Result<std::string> ResolveCommit(const std::string& revision) = 0;

  // The best common ancestor of HEAD and the revision.
  [[nodiscard]] virtual Result<std::string> MergeBase(const std::string& revision) = 0;

  // The default branch: origin/HEAD's target, else the first of origin/main, origin/master, main,
  // master that exists. An error that says what to pass when there is none.
  [[nodiscard]] virtual Result<std::string> DefaultBranch() = 0;

  // Trees rooted at `prefix`, a path relative to the top level ("" for all).
  [[nodiscard]] virtual Result<std::unique_ptr<FileTree>> OpenCommit(const std::string& commit,
                                                                     const std::string& prefix,
                                                                     const std::string& label) = 0;
  [[nodiscard]] virtual Result<std::unique_ptr<FileTree>> OpenIndex(const std::string& prefix) = 0;
  // Tracked and untracked, not ignored files as they are on disk. Unchanged files keep the index's
  // object id without being read.
  [[nodiscard]] virtual Result<std::unique_ptr<FileTree>> OpenWorktree(
      const std::string& prefix) = 0;
};

}  // namespace protowarden::io
