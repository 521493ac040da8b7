// SPDX-License-Identifier: Apache-2.0
#include "plugins/app/write_output.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "analyzer/base/text.h"

namespace protowarden::app {

bool WriteAll(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t wrote = write(file, text.data(), text.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) return false;
    text.remove_prefix(static_cast<size_t>(wrote));
  }
  return true;
}

namespace {

// True for devices, pipes and the like, which a renamed file would replace.
bool IsSpecial(const std::string& path) {
  struct stat info {};
  return stat(path.c_str(), &info) == 0 && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode);
}

}  // namespace

Status MakeFolderOf(const std::string& path) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  std::error_code failure;
  if (!folder.empty()) std::filesystem::create_directories(folder, failure);
  if (!failure) return Ok();
  return AnalysisError(
      fmt::format("{} could not be created: {}.", Printable(folder.string()), failure.message()));
}

Status WriteOutput(std::string_view text, const std::string& path, bool replace) {
  if (path.empty() || path == "-") {
    // A reader that went away (`| head`) wants no more: not an error.
    if (WriteAll(STDOUT_FILENO, text) || errno == EPIPE) return Ok();
    return AnalysisError(
        fmt::format("Standard output could not be written: {}.", std::strerror(errno)));
  }
  const auto failure = [&] {
    return AnalysisError(
        fmt::format("{} could not be written: {}.", Printable(path), std::strerror(errno)));
  };
  if (!replace && access(path.c_str(), F_OK) == 0) {
    return UsageError(fmt::format("{} exists already. Remove it first.", Printable(path)));
  }
  if (IsSpecial(path)) {
    const int file = open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (file < 0) return failure();
    const bool written = WriteAll(file, text) || errno == EPIPE;
    return close(file) == 0 && written ? Ok() : failure();
  }
  std::string temporary = path + ".XXXXXX";
  const int file = mkstemp(temporary.data());
  if (file < 0) return failure();
  const bool written = WriteAll(file, text) && fchmod(file, 0644) == 0 && fsync(file) == 0;
  const bool closed = close(file) == 0;
  if (written && closed && std::rename(temporary.c_str(), path.c_str()) == 0) return Ok();
  const Error error = failure();
  unlink(temporary.c_str());
  return error;
}

}  // namespace protowarden::app
