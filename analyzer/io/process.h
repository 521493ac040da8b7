// SPDX-License-Identifier: Apache-2.0
//
// Runs child processes without a shell. The only place that knows Boost.Process.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"

namespace protowarden::io {

struct Command {
  std::vector<std::string> argv;  // argv[0] is looked up in PATH
  std::string directory;          // working directory; empty: the current one
  // Variables whose names start with one of these prefixes are not passed on.
  std::vector<std::string> scrub_environment;
  // Added after scrubbing, "NAME=value".
  std::vector<std::string> environment;
};

struct Output {
  int exit_code = 0;
  std::string out;
  std::string err;
};

// Runs to the end and collects both streams (read concurrently, so that neither blocks). Fails when
// the program cannot be started, is killed by a signal, or prints more than `limit` bytes.
[[nodiscard]] Result<Output> Run(const Command& command, size_t limit = size_t{4} << 30U);

// A long-lived child that answers requests on its standard output. Closed (stdin first, then
// waited for) on destruction. Not thread-safe.
class Conversation {
 public:
  static Result<std::unique_ptr<Conversation>> Start(const Command& command);
  virtual ~Conversation() = default;
  virtual Status Write(std::string_view bytes) = 0;
  virtual Result<std::string> ReadLine() = 0;  // without the newline; an error at end of file
  virtual Result<std::string> ReadExactly(size_t count) = 0;
};

}  // namespace protowarden::io
