// SPDX-License-Identifier: Apache-2.0
#include "plugins/cli/replace_file.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "analyzer/base/text.h"
#include "analyzer/io/tree_support.h"
#include "plugins/cli/output.h"

namespace protowarden::cli {
namespace {

Error Failure(const std::string& path) {
  return AnalysisError(fmt::format("{} could not be rewritten: {}. It is as it was.",
                                   Printable(path), std::strerror(errno)));
}

}  // namespace

Status ReplaceFile(const std::string& path, std::string_view expected, std::string_view text) {
  struct stat before {};
  if (stat(path.c_str(), &before) != 0) return Failure(path);
  // A rename would replace a file that its owner made read-only.
  if (access(path.c_str(), W_OK) != 0) return Failure(path);
  const Result<std::string> current = io::ReadFile(path);
  if (!current.ok()) return current.error();
  if (*current != expected) {
    return AnalysisError(fmt::format(
        "{} was changed meanwhile and is left as it is. Run the command again.", Printable(path)));
  }
  std::string temporary = path + ".XXXXXX";
  const int file = mkstemp(temporary.data());
  if (file < 0) return Failure(path);
  // Only root may give files away; everybody else owns the new file.
  if (fchown(file, before.st_uid, before.st_gid) != 0) errno = 0;
  const bool written =
      app::WriteAll(file, text) && fchmod(file, before.st_mode & 07777U) == 0 && fsync(file) == 0;
  const bool closed = close(file) == 0;
  if (!written || !closed || std::rename(temporary.c_str(), path.c_str()) != 0) {
    const Error error = Failure(path);
    unlink(temporary.c_str());
    return error;
  }
  return Ok();
}

}  // namespace protowarden::cli
