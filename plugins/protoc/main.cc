// SPDX-License-Identifier: Apache-2.0
//
// protoc-gen-protowarden: a request on standard input, the answer on standard output.
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <string_view>

#include "analyzer/base/exit_code.h"
#include "analyzer/load/loader.h"
#include "plugins/protoc/generate.h"
#include "plugins/protoc/help.h"

namespace protowarden::protoc {
namespace {

int Complain(const Error& error) {
  fmt::print(stderr, "protoc-gen-protowarden: {}\n", error.message);
  return static_cast<int>(error.kind == ErrorKind::kUsage ? ExitCode::kUsage
                                                          : ExitCode::kCannotAnalyse);
}

Result<std::string> ReadRequest() {
  std::string bytes;
  std::array<char, size_t{1} << 16U> buffer{};
  while (true) {
    const ssize_t count = read(STDIN_FILENO, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      return AnalysisError(
          fmt::format("Standard input could not be read: {}.", std::strerror(errno)));
    }
    if (count == 0) return bytes;
    bytes.append(buffer.data(), static_cast<size_t>(count));
    if (bytes.size() > load::kMaxImageSize) {
      return AnalysisError(
          fmt::format("The request is larger than {} bytes.", load::kMaxImageSize));
    }
  }
}

Status Write(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0) {
    return Ok();
  }
  return AnalysisError(
      fmt::format("Standard output could not be written: {}.", std::strerror(errno)));
}

int Answer(std::string_view text) {
  const Status written = Write(text);
  return written.ok() ? static_cast<int>(ExitCode::kPassed) : Complain(written.error());
}

int Main(int argc, char** argv) {
  const std::string_view argument = argc > 1 ? argv[1] : "";
  if (argument == "--help" || argument == "-h") return Answer(Help());
  if (argument == "--version") return Answer("protowarden " PROTOWARDEN_VERSION "\n");
  if (argc > 1) {
    return Complain(UsageError(
        "It takes no arguments: protoc passes parameters on, as --protowarden_opt=key=value. See "
        "--help."));
  }
  if (isatty(STDIN_FILENO) == 1) {
    fmt::print(stderr, "{}", Help());
    return static_cast<int>(ExitCode::kUsage);
  }
  const Result<std::string> bytes = ReadRequest();
  if (!bytes.ok()) return Complain(bytes.error());
  const auto request = load::ReadPluginRequest(*bytes);
  if (!request.ok()) return Complain(request.error());
  const Outcome outcome = Generate(*request);
  fmt::print(stderr, "{}", outcome.warnings);
  return Answer(Encode(outcome.response));
}

}  // namespace
}  // namespace protowarden::protoc

int main(int argc, char** argv) {
  // A child or reader that goes away is noticed where we write.
  std::signal(SIGPIPE, SIG_IGN);
  try {
    const int code = protowarden::protoc::Main(argc, argv);
    std::fflush(nullptr);
    std::_Exit(code);
  } catch (const std::exception& failure) {
    fmt::print(stderr, "protoc-gen-protowarden: Internal error: {}. Please report it.\n",
               failure.what());
    return static_cast<int>(protowarden::ExitCode::kCannotAnalyse);
  }
}
