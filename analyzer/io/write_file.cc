// SPDX-License-Identifier: Apache-2.0
#include "analyzer/io/write_file.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "analyzer/base/text.h"

namespace protowarden::io {

bool WriteAll(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t wrote = write(file, text.data(), text.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) return false;
    text.remove_prefix(static_cast<size_t>(wrote));
  }
  return true;
}

Status MakeFolderOf(const std::string& path) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  std::error_code failure;
  if (!folder.empty()) std::filesystem::create_directories(folder, failure);
  if (!failure) return Ok();
  return AnalysisError(
      fmt::format("{} could not be created: {}.", Printable(folder.string()), failure.message()));
}

Error WriteFailure(const std::string& path) {
  return AnalysisError(
      fmt::format("{} could not be written: {}.", Printable(path), std::strerror(errno)));
}

Status WriteFile(const std::string& path, std::string_view text) {
  std::string temporary = path + ".XXXXXX";
  const int file = mkstemp(temporary.data());
  if (file < 0) return WriteFailure(path);
  const bool written = WriteAll(file, text) && fchmod(file, 0644) == 0 && fsync(file) == 0;
  const bool closed = close(file) == 0;
  if (written && closed && std::rename(temporary.c_str(), path.c_str()) == 0) return Ok();
  const Error error = WriteFailure(path);
  unlink(temporary.c_str());
  return error;
}

}  // namespace protowarden::io
