// SPDX-License-Identifier: Apache-2.0
//
// Git, driven as the `git` program: one `ls-tree` per commit and one long-lived `cat-file --batch`
// per repository. Environment variables of a surrounding hook (GIT_DIR, GIT_INDEX_FILE,
// GIT_WORK_TREE, ...) never reach the child, except that the index named by GIT_INDEX_FILE is
// honoured when it lies in this repository's own git directory: `git commit -a` and partial commits
// run hooks with such an index.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/io/file_tree.h"
#include "analyzer/io/process.h"

namespace protowarden::io {

// A repository, worktree, submodule or bare repository. Not thread-safe.
class GitRepository : public std::enable_shared_from_this<GitRepository> {
 public:
  // Finds the repository that contains `path`; nullptr when there is none. Errors: git missing or
  // not runnable, "dubious ownership", ...
  static Result<std::shared_ptr<GitRepository>> Discover(const std::string& path);

  // Absolute path of the working tree's top, or of the git directory of a bare repository.
  [[nodiscard]] const std::string& top_level() const { return top_level_; }
  [[nodiscard]] bool is_bare() const { return bare_; }
  [[nodiscard]] const std::string& git_dir() const { return git_dir_; }  // absolute

  // Full object id of the commit that a revision names (branch, tag, sha, HEAD~3). A branch that
  // only the remote `origin` has is found there. A revision that is missing because the clone is
  // shallow gets an error that names the exact remedy.
  [[nodiscard]] Result<std::string> ResolveCommit(const std::string& revision);
  // False when HEAD is a branch without commits; other branches may have some.
  [[nodiscard]] Result<bool> HasCommits() const;
  // The revision that the next commit is compared with: HEAD. While a merge brings the default
  // branch into another, that side, MERGE_HEAD: what others changed there is not judged again.
  [[nodiscard]] std::string ParentOfNextCommit();
  // The best common ancestor of HEAD and the revision.
  [[nodiscard]] Result<std::string> MergeBase(const std::string& revision);
  // The default branch: origin/HEAD's target, else the first of origin/main, origin/master, main,
  // master that exists; else an error that says what to pass.
  [[nodiscard]] Result<std::string> DefaultBranch();

  // The values of a trailer (git-interpret-trailers(1)) in the messages of the commits that HEAD
  // has and `base` has not, newest first; at most some thousand commits are read.
  struct Trailer {
    std::string commit;  // abbreviated
    std::string value;
  };
  [[nodiscard]] Result<std::vector<Trailer>> Trailers(const std::string& base,
                                                      const std::string& key) const;
  // A file of a commit by its path from the top level; nullopt when there is none.
  [[nodiscard]] std::optional<std::string> ReadAt(const std::string& commit,
                                                  const std::string& path) const;

  // True when the ignore rules leave out a folder or file of the working tree.
  [[nodiscard]] bool Ignores(const std::string& path) const;

  // Trees rooted at `prefix`, a path relative to the top level ("" for all). `label` names the
  // commit in messages.
  [[nodiscard]] Result<std::unique_ptr<FileTree>> OpenCommit(const std::string& commit,
                                                             const std::string& prefix,
                                                             const std::string& label);
  [[nodiscard]] Result<std::unique_ptr<FileTree>> OpenIndex(const std::string& prefix);
  // Tracked and untracked, not ignored files as they are on disk. Unchanged files keep the index's
  // object id without being read.
  [[nodiscard]] Result<std::unique_ptr<FileTree>> OpenWorktree(const std::string& prefix);

  // Runs a git command in this repository; fails when git itself fails.
  [[nodiscard]] Result<Output> Git(std::vector<std::string> arguments) const;
  // Like Git, and a non-zero exit code is an error with git's own words.
  [[nodiscard]] Result<std::string> GitText(std::vector<std::string> arguments) const;
  // Contents of blobs in the order asked for, through `cat-file --batch`.
  [[nodiscard]] std::vector<Result<std::string>> ReadBlobs(const std::vector<std::string>& ids);

 private:
  GitRepository() = default;
  [[nodiscard]] Command MakeCommand(std::vector<std::string> arguments) const;
  [[nodiscard]] bool Exists(const std::string& reference) const;
  [[nodiscard]] bool IsAncestor(const std::string& ancestor, const std::string& commit) const;
  [[nodiscard]] bool IsShallow() const;
  [[nodiscard]] bool IsPartial() const;
  [[nodiscard]] Error Missing(const std::string& id) const;
  [[nodiscard]] Result<std::string> ReadBlobAnswer(const std::string& id);

  std::string top_level_;
  std::string git_dir_;
  std::string index_file_;  // a hook's index inside git_dir_, or empty
  bool bare_ = false;
  std::unique_ptr<Conversation> batch_;
};

}  // namespace protowarden::io
