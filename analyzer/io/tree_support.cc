// SPDX-License-Identifier: Apache-2.0
#include "analyzer/io/tree_support.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "analyzer/base/text.h"

namespace protowarden::io {
namespace {

// Owns a file descriptor.
class FileDescriptor {
 public:
  explicit FileDescriptor(int fd) : fd_(fd) {}
  ~FileDescriptor() {
    if (fd_ >= 0) close(fd_);
  }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

Error ReadFailure(const std::filesystem::path& path, const std::string& why) {
  return AnalysisError(fmt::format("{} could not be read: {}.", Printable(path.string()), why));
}

// Ending in '/'; empty when there is none.
std::string WorkingFolder() {
  std::error_code failure;
  const std::filesystem::path here = std::filesystem::current_path(failure);
  return failure ? std::string() : (here / "").string();
}

}  // namespace

bool IsSchemaFile(std::string_view path) {
  if (path.ends_with(".proto")) return true;
  const size_t slash = path.rfind('/');
  const std::string_view name = path.substr(slash + 1);
  if (name.ends_with(".toml") && slash != std::string_view::npos) {
    const std::string_view folder = path.substr(0, slash);
    if (folder == ".protowarden" || folder.ends_with("/.protowarden")) return true;
  }
  return name == "buf.yaml" || name == "buf.work.yaml" || name == "protowarden.toml";
}

bool IsProtoBelow(std::string_view path, std::string_view folder) {
  return path.ends_with(".proto") &&
         (folder.empty() ||
          (path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/'));
}

const TreeEntry* FindEntry(const FileTree& tree, std::string_view path) {
  const std::vector<TreeEntry>& entries = tree.entries();
  const auto found = std::lower_bound(
      entries.begin(), entries.end(), path,
      [](const TreeEntry& entry, std::string_view key) { return entry.path < key; });
  return found == entries.end() || found->path != path ? nullptr : &*found;
}

Result<std::optional<std::string>> ReadIfPresent(FileTree& tree, const std::string& path) {
  if (FindEntry(tree, path) == nullptr) return std::optional<std::string>();
  auto texts = tree.Read(std::vector<std::string>{path});
  if (!texts.front().ok()) return texts.front().error();
  return std::optional<std::string>(std::move(texts.front()).value());
}

Result<std::string> ReadFile(const std::filesystem::path& path, size_t limit) {
  // O_NONBLOCK: opening a FIFO must not wait for a writer.
  const FileDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat status {};
  if (file.get() < 0 || fstat(file.get(), &status) != 0) {
    return ReadFailure(path, std::strerror(errno));
  }
  if (!S_ISREG(status.st_mode)) return ReadFailure(path, "it is not a regular file");
  if (static_cast<uint64_t>(status.st_size) > limit) {
    return ReadFailure(path, fmt::format("it is larger than {} MiB; leave it out with `exclude` or "
                                         "split it",
                                         limit >> 20U));
  }
  // One byte more than expected, to notice the end without another call.
  std::string text(static_cast<size_t>(status.st_size) + 1, '\0');
  size_t filled = 0;
  while (true) {
    const ssize_t got = read(file.get(), text.data() + filled, text.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return ReadFailure(path, std::strerror(errno));
    if (got == 0) break;
    filled += static_cast<size_t>(got);
    if (filled > limit) return ReadFailure(path, "it grows while it is read");
    if (filled == text.size()) text.resize(text.size() * 2);
  }
  text.resize(filled);
  return text;
}

std::string ShowPath(const std::filesystem::path& absolute, const std::string& fallback) {
  const std::string here = WorkingFolder();
  const std::string text = absolute.string();
  return !here.empty() && text.starts_with(here) ? text.substr(here.size()) : fallback;
}

ShownPaths::ShownPaths(const std::filesystem::path& base, const std::filesystem::path& fallback)
    : base_((base / "").string()), fallback_((fallback / "").string()), here_(WorkingFolder()) {}

std::string ShownPaths::Of(std::string_view path) const {
  std::string absolute = base_;
  absolute += path;
  if (!here_.empty() && absolute.starts_with(here_)) return absolute.substr(here_.size());
  return fallback_ + std::string(path);
}

bool ContainsAny(std::string_view text, std::span<const std::string> needles) {
  return std::any_of(needles.begin(), needles.end(), [&](const std::string& needle) {
    return memmem(text.data(), text.size(), needle.data(), needle.size()) != nullptr;
  });
}

}  // namespace protowarden::io
