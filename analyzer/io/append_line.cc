// SPDX-License-Identifier: Apache-2.0
#include "analyzer/io/append_line.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "analyzer/base/text.h"
#include "analyzer/io/write_file.h"

namespace protowarden::io {
namespace {

class OpenedFile {
 public:
  explicit OpenedFile(const std::string& path)
      // Opening a pipe must not wait for somebody to read it.
      : file_(open(path.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0600)) {}
  ~OpenedFile() {
    if (file_ >= 0) close(file_);  // which also ends the lock
  }
  OpenedFile(const OpenedFile&) = delete;
  OpenedFile& operator=(const OpenedFile&) = delete;

  [[nodiscard]] int file() const { return file_; }

 private:
  int file_;
};

Status CheckOpened(const OpenedFile& opened, const std::string& path) {
  struct stat about {};
  if (opened.file() < 0 || fstat(opened.file(), &about) != 0) return WriteFailure(path);
  if (S_ISREG(about.st_mode)) return Ok();
  return UsageError(fmt::format("{} is no regular file.", Printable(path)));
}

}  // namespace

Status CanAppend(const std::string& path) { return CheckOpened(OpenedFile(path), path); }

Status AppendLine(const std::string& path, std::string_view line) {
  const OpenedFile opened(path);
  const Status usable = CheckOpened(opened, path);
  if (!usable.ok()) return usable;
  while (flock(opened.file(), LOCK_EX) != 0) {
    if (errno != EINTR) return WriteFailure(path);
  }
  std::string text;
  char last = '\n';
  struct stat about {};
  if (fstat(opened.file(), &about) == 0 && about.st_size > 0 &&
      pread(opened.file(), &last, 1, about.st_size - 1) == 1 && last != '\n') {
    text = "\n";
  }
  text += line;
  text += '\n';
  return WriteAll(opened.file(), text) ? Ok() : Status(WriteFailure(path));
}

}  // namespace protowarden::io
