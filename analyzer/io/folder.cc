// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "analyzer/base/hash.h"
#include "analyzer/base/parallel.h"
#include "analyzer/base/text.h"
#include "analyzer/io/file_tree.h"
#include "analyzer/io/tree_support.h"

namespace protowarden::io {
namespace {

namespace fs = std::filesystem;

class FolderTree : public FileTree {
 public:
  FolderTree(fs::path base, std::string given, unsigned jobs)
      : base_(std::move(base)), given_(std::move(given)), jobs_(jobs) {}

  Status Scan() {
    const Status walked = Walk(base_, "");
    if (!walked.ok()) return walked;
    std::sort(entries_.begin(), entries_.end());
    ParallelFor(entries_.size(), jobs_, [&](size_t i) {
      const Result<std::string> text = ReadFile(base_ / entries_[i].path);
      // What cannot be read gets an id of its own; the error comes when it is read for parsing.
      entries_[i].content_id =
          text.ok() ? GitBlobId(*text) : "unreadable:" + given_ + "/" + entries_[i].path;
    });
    return Ok();
  }

  [[nodiscard]] const std::vector<TreeEntry>& entries() const override { return entries_; }

  [[nodiscard]] std::vector<Result<std::string>> Read(std::span<const std::string> paths) override {
    std::vector<Result<std::string>> texts(paths.size(), AnalysisError(""));
    ParallelFor(paths.size(), jobs_, [&](size_t i) { texts[i] = ReadFile(base_ / paths[i]); });
    return texts;
  }

  [[nodiscard]] Result<std::vector<std::string>> FilesContaining(
      std::span<const std::string> needles) override {
    std::vector<char> hit(entries_.size(), 0);
    ParallelFor(entries_.size(), jobs_, [&](size_t i) {
      if (!entries_[i].path.ends_with(".proto")) return;
      const Result<std::string> text = ReadFile(base_ / entries_[i].path);
      hit[i] = text.ok() && ContainsAny(*text, needles) ? 1 : 0;
    });
    std::vector<std::string> found;
    for (size_t i = 0; i < hit.size(); ++i) {
      if (hit[i] != 0) found.push_back(entries_[i].path);
    }
    return found;
  }

  [[nodiscard]] std::string DisplayPath(const std::string& path) const override {
    return ShowPath(base_ / path, (fs::path(given_) / path).string());
  }

  [[nodiscard]] std::string Describe() const override { return "folder " + Printable(given_); }

  [[nodiscard]] std::vector<std::string> Notes() const override { return notes_; }

 private:
  // Follows links to files that stay inside the base; links to folders are left out, so that no
  // loop can arise.
  Status Walk(const fs::path& folder, const std::string& relative) {
    std::error_code failure;
    fs::directory_iterator listing(folder, failure);
    if (failure) {
      return AnalysisError(fmt::format("The folder {} could not be read: {}.",
                                       Printable(folder.string()), failure.message()));
    }
    for (; listing != fs::directory_iterator(); listing.increment(failure)) {
      if (failure) break;
      const fs::directory_entry& entry = *listing;
      const std::string name = entry.path().filename().string();
      const std::string path = relative.empty() ? name : relative + "/" + name;
      const bool link = entry.is_symlink(failure);
      if (!link && entry.is_directory(failure)) {
        if (name == ".git") continue;
        const Status walked = Walk(entry.path(), path);
        if (!walked.ok()) notes_.push_back(walked.error().message);
      } else if (IsSchemaFile(name)) {
        if (link && !StaysInside(entry.path())) {
          notes_.push_back(
              fmt::format("The link {} leads out of the folder and is left out.", Printable(path)));
          continue;
        }
        entries_.push_back({path, ""});
      }
    }
    return Ok();
  }

  [[nodiscard]] bool StaysInside(const fs::path& link) const {
    std::error_code failure;
    const fs::path target = fs::canonical(link, failure);
    if (failure) return false;
    return target.string().starts_with(base_.string() + "/") &&
           fs::is_regular_file(target, failure);
  }

  fs::path base_;  // canonical
  std::string given_;
  unsigned jobs_;
  std::vector<TreeEntry> entries_;
  std::vector<std::string> notes_;
};

}  // namespace

Result<std::unique_ptr<FileTree>> OpenFolder(const std::string& folder, unsigned jobs) {
  std::error_code failure;
  const fs::path base = fs::canonical(folder, failure);
  if (failure || !fs::is_directory(base, failure)) {
    return UsageError(fmt::format("{} is not a folder.", Quote(folder)));
  }
  auto tree = std::make_unique<FolderTree>(base, folder, jobs);
  const Status scanned = tree->Scan();
  if (!scanned.ok()) return scanned.error();
  return std::unique_ptr<FileTree>(std::move(tree));
}

}  // namespace protowarden::io
