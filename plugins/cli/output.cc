// SPDX-License-Identifier: Apache-2.0
#include "plugins/cli/output.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "analyzer/base/text.h"

namespace protowarden::cli {

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

void TellProblems(const std::vector<schema::Diagnostic>& diagnostics) {
  for (const schema::Diagnostic& diagnostic : diagnostics) {
    fmt::print(stderr, "error: {}\n", Printable(ToString(diagnostic)));
  }
}

bool UseColor(const std::string& choice, const std::string& output_path) {
  if (choice == "always") return true;
  if (choice == "never" || !output_path.empty()) return false;
  const char* no_color = std::getenv("NO_COLOR");
  if (no_color != nullptr && *no_color != '\0') return false;
  const char* terminal = std::getenv("TERM");
  if (terminal != nullptr && std::string_view(terminal) == "dumb") return false;
  return isatty(STDOUT_FILENO) == 1;
}

size_t TerminalWidth() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 100;
  return std::clamp<size_t>(size.ws_col, 60, 120);
}

}  // namespace protowarden::cli
