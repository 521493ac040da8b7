// SPDX-License-Identifier: Apache-2.0
//
// Runs child processes without a shell. The only place that knows Boost.Process.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"

namespace protowarden::io {

struct Command {
  std::vector<std::string> argv;               // argv[0] is a path, or looked up in PATH
  std::string name;                            // for messages; argv[0] when empty
  std::vector<std::string> scrub_environment;  // variables that are not passed on
  std::vector<std::string> environment;        // added after scrubbing, "NAME=value"
  // A child that prints nothing for so long is killed.
  std::chrono::seconds patience{600};
};

struct Output {
  int exit_code = 0;
  std::string out;
  std::string err;
};

// Runs to the end and collects both streams. Fails when the program cannot be started, is killed by
// a signal or loses the caller's patience; a non-zero exit code is not a failure. Thread-safe.
[[nodiscard]] Result<Output> Run(const Command& command);

// A long-lived child that answers requests on its standard output. It is killed on destruction. Not
// thread-safe. The caller must not write more than a pipe holds (64 KiB) before reading the
// answers.
class Conversation {
 public:
  static Result<std::unique_ptr<Conversation>> Start(const Command& command);
  virtual ~Conversation() = default;
  virtual Status Write(std::string_view bytes) = 0;
  virtual Result<std::string> ReadLine() = 0;  // without the newline; an error at end of file
  virtual Result<std::string> ReadExactly(size_t count) = 0;
  // False once the child has ended or was given up: it answers no more.
  [[nodiscard]] virtual bool Alive() const = 0;
  // True when it was given up because it said nothing for too long.
  [[nodiscard]] virtual bool Silent() const = 0;
};

}  // namespace protowarden::io
