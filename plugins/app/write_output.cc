// SPDX-License-Identifier: Apache-2.0
#include "plugins/app/write_output.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "analyzer/base/text.h"

namespace protowarden::app {
namespace {

// True for devices, pipes and the like, which a renamed file would replace.
bool IsSpecial(const std::string& path) {
  struct stat info {};
  return stat(path.c_str(), &info) == 0 && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode);
}

}  // namespace

Status WriteOutput(std::string_view text, const std::string& path, bool replace) {
  if (path.empty() || path == "-") {
    // A reader that went away (`| head`) wants no more: not an error.
    if (WriteAll(STDOUT_FILENO, text) || errno == EPIPE) return Ok();
    return AnalysisError(
        fmt::format("Standard output could not be written: {}.", std::strerror(errno)));
  }
  if (!replace && access(path.c_str(), F_OK) == 0) {
    return UsageError(fmt::format("{} exists already. Remove it first.", Printable(path)));
  }
  if (!IsSpecial(path)) return io::WriteFile(path, text);
  const int file = open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (file < 0) return io::WriteFailure(path);
  const bool written = WriteAll(file, text) || errno == EPIPE;
  return close(file) == 0 && written ? Ok() : io::WriteFailure(path);
}

}  // namespace protowarden::app
