// SPDX-License-Identifier: Apache-2.0
//
// The three kinds of file trees of a repository: a commit, the index, the working tree.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <future>
#include <map>
#include <optional>
#include <set>

#include "analyzer/base/hash.h"
#include "analyzer/base/text.h"
#include "analyzer/io/git.h"
#include "analyzer/io/git_output.h"
#include "analyzer/io/tree_support.h"

namespace protowarden::io {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kRegularFile = "100";  // 100644 and 100755
constexpr std::string_view kSymbolicLink = "120000";

class GitTree : public FileTree {
 public:
  enum class Kind : uint8_t { kCommit, kIndex, kWorktree };

  GitTree(std::shared_ptr<GitRepository> repository, Kind kind, std::string commit,
          const std::string& prefix, std::string label)
      : repository_(std::move(repository)),
        kind_(kind),
        commit_(std::move(commit)),
        prefix_(prefix.empty() ? "" : prefix + "/"),
        shown_(fs::path(repository_->top_level()) / prefix_, prefix_),
        label_(std::move(label)) {}

  Status Load() {
    // All at once: to look at thousands of files and folders takes git longer than to list them.
    std::future<Result<std::string>> modified;
    std::future<Result<std::string>> untracked;
    if (kind_ == Kind::kWorktree) {
      modified = std::async(std::launch::async, [this] {
        return List({"diff-files", "--name-only", "-z"});
      });
      untracked = std::async(std::launch::async, [this] {
        return List({"ls-files", "-o", "-z", "--exclude-standard", "--full-name"});
      });
    }
    const Status listed = kind_ == Kind::kCommit ? ListCommit() : ListIndex();
    if (!listed.ok()) return listed;
    if (kind_ == Kind::kWorktree) {
      for (const Result<std::string>& listing : {modified.get(), untracked.get()}) {
        const Status overlaid = Overlay(listing);
        if (!overlaid.ok()) return overlaid;
      }
      ApplyOverlay();
    }
    // git lists in this order already, apart from what the working tree adds.
    if (!std::is_sorted(entries_.begin(), entries_.end())) {
      std::sort(entries_.begin(), entries_.end());
    }
    return Ok();
  }

  [[nodiscard]] const std::vector<TreeEntry>& entries() const override { return entries_; }

  [[nodiscard]] std::vector<Result<std::string>> Read(std::span<const std::string> paths) override {
    std::vector<Result<std::string>> texts(paths.size(), AnalysisError(""));
    std::vector<std::string> ids;
    std::vector<size_t> slots;
    for (size_t i = 0; i < paths.size(); ++i) {
      const TreeEntry* entry = FindEntry(*this, paths[i]);
      if (entry == nullptr) {
        texts[i] = AnalysisError(fmt::format("{} is not in {}.", Quote(paths[i]), Describe()));
        continue;
      }
      if (kind_ == Kind::kWorktree) {
        // In a sparse checkout the file may be in the index only.
        texts[i] = ReadFile(OnDisk(paths[i]));
        std::error_code failure;
        if (texts[i].ok() || fs::exists(OnDisk(paths[i]), failure)) continue;
        if (on_disk_.contains(paths[i])) {
          texts[i] = AnalysisError("It was deleted while the working tree was read. Run again.");
          continue;
        }
      }
      ids.push_back(entry->content_id);
      slots.push_back(i);
    }
    auto blobs = repository_->ReadBlobs(ids);
    for (size_t i = 0; i < slots.size(); ++i) texts[slots[i]] = std::move(blobs[i]);
    return texts;
  }

  [[nodiscard]] Result<std::vector<std::string>> FilesContaining(
      std::span<const std::string> needles, const std::string& folder) override {
    std::vector<std::string> found;
    Status searched = kind_ == Kind::kIndex && !repository_->is_bare() && !IsSparse()
                          ? SearchIndex(needles, folder, found)
                          : Search(needles, kind_, folder, found);
    // What a sparse checkout leaves out is in the index only.
    if (searched.ok() && kind_ == Kind::kWorktree && IsSparse()) {
      searched = Search(needles, Kind::kIndex, folder, found);
    }
    if (!searched.ok()) return searched.error();
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
  }

  [[nodiscard]] std::string DisplayPath(const std::string& path) const override {
    return shown_.Of(path);
  }

  [[nodiscard]] std::string Describe() const override { return label_; }
  [[nodiscard]] std::vector<std::string> Notes() const override { return notes_; }

 private:
  // Nearly every file of the index stands in the working tree as well, where git searches it many
  // times faster than among its objects.
  Status SearchIndex(std::span<const std::string> needles, const std::string& folder,
                     std::vector<std::string>& found) {
    const Result<std::string> listing =
        repository_->GitText({"diff-files", "--name-only", "-z", "--", SchemasBelow(folder)});
    if (!listing.ok()) return listing.error();
    const auto differing = ParseNulSeparated(*listing, "diff-files");
    if (!differing.ok()) return differing.error();
    static constexpr size_t kFewFiles = 500;
    if (differing->size() > kFewFiles) return Search(needles, Kind::kIndex, folder, found);
    const std::set<std::string_view> differs(differing->begin(), differing->end());
    Status searched = Search(needles, Kind::kWorktree, folder, found);
    if (!searched.ok()) return searched;
    std::erase_if(found, [&](const std::string& path) { return differs.contains(prefix_ + path); });
    for (const std::string_view path : differs) {
      if (!path.starts_with(prefix_)) continue;
      const std::string name(path.substr(prefix_.size()));
      if (!IsProtoBelow(name, folder) || FindEntry(*this, name) == nullptr) continue;
      const auto text = Read(std::vector<std::string>{name});
      if (text.front().ok() && ContainsAny(*text.front(), needles)) found.push_back(name);
    }
    return Ok();
  }

  Status Search(std::span<const std::string> needles, Kind where, const std::string& folder,
                std::vector<std::string>& found) {
    // As text, whatever attributes say.
    std::vector<std::string> arguments = {"grep", "-l",          "-z",        "-F",
                                          "-a",   "--full-name", "--no-color"};
    for (const std::string& needle : needles) {
      arguments.emplace_back("-e");
      arguments.push_back(needle);
    }
    if (where == Kind::kIndex) arguments.emplace_back("--cached");
    if (where == Kind::kWorktree && kind_ == Kind::kWorktree) arguments.emplace_back("--untracked");
    if (where == Kind::kCommit) arguments.push_back(commit_);
    arguments.emplace_back("--");
    arguments.push_back(SchemasBelow(folder));
    const Result<Output> output = repository_->Git(std::move(arguments));
    if (!output.ok()) return output.error();
    if (output->exit_code > 1) {
      return AnalysisError("`git grep` failed: " + Printable(Trim(output->err)));
    }
    const auto paths = ParseNulSeparated(output->out, "grep");
    if (!paths.ok()) return paths.error();
    for (std::string_view path : *paths) {
      if (where == Kind::kCommit) path.remove_prefix(std::min(path.size(), commit_.size() + 1));
      if (!path.starts_with(prefix_)) continue;
      path.remove_prefix(prefix_.size());
      if (IsProtoBelow(path, folder)) found.emplace_back(path);
    }
    return Ok();
  }

  [[nodiscard]] bool IsSparse() {
    // Without the list of what to leave out nothing is left out.
    std::error_code failure;
    if (!fs::exists(fs::path(repository_->git_dir()) / "info/sparse-checkout", failure)) {
      return false;
    }
    if (!sparse_.has_value()) {
      const Result<Output> answer = repository_->Git({"config", "--bool", "core.sparseCheckout"});
      sparse_ = answer.ok() && Trim(answer->out) == "true";
    }
    return *sparse_;
  }

  [[nodiscard]] fs::path OnDisk(const std::string& path) const {
    return fs::path(repository_->top_level()) / (prefix_ + path);
  }

  // A pathspec for the .proto files in a folder and below it.
  [[nodiscard]] std::string SchemasBelow(const std::string& folder) const {
    return folder.empty() ? ":(top,glob)**/*.proto" : ":(top,literal)" + prefix_ + folder;
  }

  // Appends the pathspec for the prefix; literal, whatever characters it holds.
  void AddPrefix(std::vector<std::string>& arguments) const {
    if (prefix_.empty()) return;
    arguments.emplace_back("--");
    arguments.push_back(":(top,literal)" + prefix_);
  }

  void Add(const ListedFile& file) {
    std::string_view path = file.path;
    if (!path.starts_with(prefix_) || !IsSchemaFile(path)) return;
    path.remove_prefix(prefix_.size());
    if (file.mode.starts_with(kRegularFile)) {
      entries_.push_back({std::string(path), std::string(file.id)});
    } else if (file.mode == kSymbolicLink) {
      notes_.push_back(fmt::format("{} is a symbolic link and is left out.", Printable(path)));
    }
  }

  Status ListCommit() {
    std::vector<std::string> arguments = {"ls-tree", "-r", "-z", "--full-tree", commit_};
    // ls-tree takes plain paths, not pathspecs.
    if (!prefix_.empty()) {
      arguments.emplace_back("--");
      arguments.push_back(prefix_);
    }
    const Result<std::string> listing = repository_->GitText(std::move(arguments));
    if (!listing.ok()) return listing.error();
    const auto files = ParseLsTree(*listing);
    if (!files.ok()) return files.error();
    for (const ListedFile& file : *files) Add(file);
    return Ok();
  }

  Status ListIndex() {
    const Result<std::string> listing = List({"ls-files", "-s", "-z", "--full-name"});
    if (!listing.ok()) return listing.error();
    const auto files = ParseLsFiles(*listing);
    if (!files.ok()) return files.error();
    for (const ListedFile& file : *files) {
      // Of a conflicted file the own version (stage 2) is taken.
      if (file.stage == "2" && IsSchemaFile(file.path)) {
        notes_.push_back(
            fmt::format("{} has a merge conflict; your version is checked.", Printable(file.path)));
      }
      if (file.stage == "0" || file.stage == "2") Add(file);
    }
    return Ok();
  }

  // What git lists below the prefix.
  [[nodiscard]] Result<std::string> List(std::vector<std::string> arguments) const {
    AddPrefix(arguments);
    return repository_->GitText(std::move(arguments));
  }

  Status Overlay(const Result<std::string>& listing) {
    if (!listing.ok()) return listing.error();
    const auto paths = ParseNulSeparated(*listing, "ls-files");
    if (!paths.ok()) return paths.error();
    for (const std::string_view path : *paths) TakeFromDisk(path);
    return Ok();
  }

  void ApplyOverlay() {
    std::erase_if(entries_, [&](const TreeEntry& entry) { return on_disk_.contains(entry.path); });
    for (const auto& [path, id] : on_disk_) {
      if (!id.empty()) entries_.push_back({path, id});
    }
  }

  void TakeFromDisk(std::string_view path) {
    if (!path.starts_with(prefix_) || !IsSchemaFile(path)) return;
    const std::string name(path.substr(prefix_.size()));
    std::error_code failure;
    const fs::file_status status = fs::symlink_status(OnDisk(name), failure);
    if (!fs::exists(status)) {
      on_disk_[name].clear();
      return;
    }
    if (!fs::is_regular_file(status)) {
      on_disk_[name].clear();
      notes_.push_back(fmt::format("{} is not a regular file and is left out.", Printable(path)));
      return;
    }
    const Result<std::string> text = ReadFile(OnDisk(name));
    // In a SHA-256 repository this id differs from the blob's: the file merely counts as changed.
    on_disk_[name] = text.ok() ? GitBlobId(*text) : "unreadable:" + name;
  }

  std::shared_ptr<GitRepository> repository_;
  Kind kind_;
  std::string commit_;
  std::string prefix_;  // empty or ending in '/'
  ShownPaths shown_;
  std::string label_;
  // Paths that the working tree changes, with the id of what is there; empty where nothing is.
  std::map<std::string, std::string, std::less<>> on_disk_;
  std::vector<TreeEntry> entries_;
  std::vector<std::string> notes_;
  std::optional<bool> sparse_;  // once asked for
};

Result<std::unique_ptr<FileTree>> Listed(std::unique_ptr<GitTree> tree) {
  const Status listed = tree->Load();
  if (!listed.ok()) return listed.error();
  return std::unique_ptr<FileTree>(std::move(tree));
}

}  // namespace

Result<std::unique_ptr<FileTree>> GitRepository::OpenCommit(const std::string& commit,
                                                            const std::string& prefix,
                                                            const std::string& label) {
  return Listed(
      std::make_unique<GitTree>(shared_from_this(), GitTree::Kind::kCommit, commit, prefix, label));
}

Result<std::unique_ptr<FileTree>> GitRepository::OpenIndex(const std::string& prefix) {
  return Listed(
      std::make_unique<GitTree>(shared_from_this(), GitTree::Kind::kIndex, "", prefix, "index"));
}

Result<std::unique_ptr<FileTree>> GitRepository::OpenWorktree(const std::string& prefix) {
  return Listed(std::make_unique<GitTree>(shared_from_this(), GitTree::Kind::kWorktree, "", prefix,
                                          "working tree"));
}

}  // namespace protowarden::io
