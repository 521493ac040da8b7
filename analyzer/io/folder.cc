// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

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
      : base_(std::move(base)), given_(std::move(given)), shown_(base_, given_), jobs_(jobs) {}

  Status List() {
    std::vector<std::string> folders{""};
    while (!folders.empty()) {
      const std::string folder = std::move(folders.back());
      folders.pop_back();
      Status listed = ListFolder(folder, folders);
      if (listed.ok()) continue;
      if (folder.empty()) return listed;
      problems_.push_back(listed.error().message);
    }
    std::sort(entries_.begin(), entries_.end());
    std::sort(notes_.begin(), notes_.end());
    std::sort(problems_.begin(), problems_.end());
    return Ok();
  }

  void Identify() {
    ParallelFor(entries_.size(), jobs_, [&](size_t i) {
      const Result<std::string> text = ReadFile(base_ / entries_[i].path);
      // What cannot be read gets an id of its own; the error comes when it is read for parsing.
      entries_[i].content_id =
          text.ok() ? GitBlobId(*text) : "unreadable:" + given_ + "/" + entries_[i].path;
    });
  }

  [[nodiscard]] const std::vector<TreeEntry>& entries() const override { return entries_; }

  [[nodiscard]] std::vector<Result<std::string>> Read(std::span<const std::string> paths) override {
    std::vector<Result<std::string>> texts(paths.size(), AnalysisError(""));
    ParallelFor(paths.size(), jobs_, [&](size_t i) { texts[i] = ReadFile(base_ / paths[i]); });
    return texts;
  }

  [[nodiscard]] Result<std::vector<std::string>> FilesContaining(
      std::span<const std::string> needles, const std::string& folder) override {
    std::vector<char> hit(entries_.size(), 0);
    ParallelFor(entries_.size(), jobs_, [&](size_t i) {
      if (!IsProtoBelow(entries_[i].path, folder)) return;
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
    return shown_.Of(path);
  }

  [[nodiscard]] std::string Describe() const override { return "folder " + Printable(given_); }

  [[nodiscard]] std::vector<std::string> Notes() const override { return notes_; }
  [[nodiscard]] std::vector<std::string> Problems() const override { return problems_; }

 private:
  // Adds the schema files of one folder, and the folders below it to `folders`. Follows links to
  // files that stay inside the base; links to folders are left out, so that no loop can arise.
  Status ListFolder(const std::string& relative, std::vector<std::string>& folders) {
    const fs::path folder = relative.empty() ? base_ : base_ / relative;
    std::error_code failure;
    fs::directory_iterator listing(folder, failure);
    for (; !failure && listing != fs::directory_iterator(); listing.increment(failure)) {
      AddEntry(*listing, relative, folders);
    }
    if (!failure) return Ok();
    return AnalysisError(fmt::format(
        "The folder {} could not be read: {}. Make it readable or leave it out with `exclude`.",
        Printable(folder.string()), failure.message()));
  }

  void AddEntry(const fs::directory_entry& entry, const std::string& relative,
                std::vector<std::string>& folders) {
    std::error_code failure;
    const std::string name = entry.path().filename().string();
    std::string path = relative.empty() ? name : relative + "/" + name;
    const bool link = entry.is_symlink(failure);
    if (!link && entry.is_directory(failure)) {
      if (name != ".git") folders.push_back(std::move(path));
      return;
    }
    if (!IsSchemaFile(path)) return;
    if (link && !StaysInside(entry.path())) {
      const bool exists = fs::exists(entry.path(), failure);
      notes_.push_back(fmt::format("The link {} leads {} and is left out.", Printable(path),
                                   exists ? "out of the folder or to no file" : "nowhere"));
      return;
    }
    entries_.push_back({std::move(path), ""});
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
  ShownPaths shown_;
  unsigned jobs_;
  std::vector<TreeEntry> entries_;
  std::vector<std::string> notes_;
  std::vector<std::string> problems_;
};

}  // namespace

Result<std::unique_ptr<FileTree>> OpenFolder(const std::string& folder, unsigned jobs,
                                             ContentIds ids) {
  std::error_code failure;
  const fs::path base = fs::canonical(folder, failure);
  if (failure || !fs::is_directory(base, failure)) {
    return UsageError(fmt::format("{} is not a folder.", Quote(folder)));
  }
  auto tree = std::make_unique<FolderTree>(base, folder, jobs);
  const Status listed = tree->List();
  if (!listed.ok()) return listed.error();
  if (ids == ContentIds::kHashed) tree->Identify();
  return std::unique_ptr<FileTree>(std::move(tree));
}

}  // namespace protowarden::io
