// SPDX-License-Identifier: Apache-2.0
#include "analyzer/io/process.h"

#include <fcntl.h>
#include <fmt/format.h>

#include <array>
#include <boost/process.hpp>
#include <system_error>
#include <thread>

namespace protowarden::io {
namespace {

namespace bp = boost::process;

constexpr size_t kBufferSize = size_t{64} << 10U;

// Other children must not inherit our ends, or this child would never see end of file.
void CloseOnExec(bp::pipe& pipe) {
  fcntl(pipe.native_source(), F_SETFD, FD_CLOEXEC);
  fcntl(pipe.native_sink(), F_SETFD, FD_CLOEXEC);
}

std::string ReadAll(bp::pipe& pipe) {
  std::string text;
  std::array<char, kBufferSize> buffer{};
  try {
    for (int got = pipe.read(buffer.data(), buffer.size()); got > 0;
         got = pipe.read(buffer.data(), buffer.size())) {
      text.append(buffer.data(), static_cast<size_t>(got));
    }
  } catch (const bp::process_error&) {
    // What was read so far stands; the exit code tells the rest.
    return text;
  }
  return text;
}

bp::environment MakeEnvironment(const Command& command) {
  bp::environment environment = boost::this_process::environment();
  for (const std::string& name : command.scrub_environment) environment.erase(name);
  for (const std::string& setting : command.environment) {
    const size_t equals = setting.find('=');
    environment[setting.substr(0, equals)] = setting.substr(equals + 1);
  }
  return environment;
}

Result<std::string> FindProgram(const std::string& name) {
  const auto path = bp::search_path(name);
  if (path.empty()) {
    return AnalysisError(fmt::format("The program `{}` was not found in PATH. Install it.", name));
  }
  return path.string();
}

Error StartFailure(const Command& command, const std::string& why) {
  return AnalysisError(fmt::format("`{}` could not be started: {}.", command.argv.front(), why));
}

std::vector<std::string> Arguments(const Command& command) {
  return {command.argv.begin() + 1, command.argv.end()};
}

class PipeConversation : public Conversation {
 public:
  explicit PipeConversation(std::string name) : name_(std::move(name)) {
    CloseOnExec(in_);
    CloseOnExec(out_);
  }
  PipeConversation(const PipeConversation&) = delete;
  PipeConversation& operator=(const PipeConversation&) = delete;

  ~PipeConversation() override {
    in_.close();
    out_.close();
    std::error_code ignored;
    child_.wait(ignored);
  }

  Status Open(const std::string& program, const Command& command) {
    std::error_code failure;
    child_ = bp::child(bp::exe = program, bp::args = Arguments(command),
                       bp::env = MakeEnvironment(command), bp::std_in<in_, bp::std_out> out_,
                       bp::std_err > bp::null, failure);
    if (failure) return StartFailure(command, failure.message());
    return Ok();
  }

  Status Write(std::string_view bytes) override {
    try {
      while (!bytes.empty()) {
        const int wrote = in_.write(bytes.data(), static_cast<int>(bytes.size()));
        if (wrote <= 0) return Gone();
        bytes.remove_prefix(static_cast<size_t>(wrote));
      }
    } catch (const bp::process_error&) {
      return Gone();
    }
    return Ok();
  }

  Result<std::string> ReadLine() override {
    std::string line;
    while (true) {
      const size_t newline = buffer_.find('\n', at_);
      if (newline != std::string::npos) {
        line.append(buffer_, at_, newline - at_);
        at_ = newline + 1;
        return line;
      }
      line.append(buffer_, at_);
      if (!Fill()) return Gone();
    }
  }

  Result<std::string> ReadExactly(size_t count) override {
    std::string bytes;
    bytes.reserve(count);
    while (true) {
      const size_t take = std::min(count - bytes.size(), buffer_.size() - at_);
      bytes.append(buffer_, at_, take);
      at_ += take;
      if (bytes.size() == count) return bytes;
      if (!Fill()) return Gone();
    }
  }

 private:
  [[nodiscard]] Error Gone() const {
    return AnalysisError(fmt::format("`{}` ended before it answered. Run again.", name_));
  }

  bool Fill() {
    buffer_.resize(kBufferSize);
    at_ = 0;
    int got = 0;
    try {
      got = out_.read(buffer_.data(), static_cast<int>(buffer_.size()));
    } catch (const bp::process_error&) {
      got = 0;
    }
    buffer_.resize(got > 0 ? static_cast<size_t>(got) : 0);
    return got > 0;
  }

  std::string name_;
  bp::pipe in_;
  bp::pipe out_;
  bp::child child_;
  std::string buffer_;
  size_t at_ = 0;
};

}  // namespace

Result<Output> Run(const Command& command) {
  const Result<std::string> program = FindProgram(command.argv.front());
  if (!program.ok()) return program.error();
  try {
    bp::pipe out;
    bp::pipe err;
    CloseOnExec(out);
    CloseOnExec(err);
    std::error_code failure;
    bp::child child(bp::exe = *program, bp::args = Arguments(command),
                    bp::env = MakeEnvironment(command), bp::std_in<bp::null, bp::std_out> out,
                    bp::std_err > err, failure);
    if (failure) return StartFailure(command, failure.message());
    Output output;
    std::jthread errors([&] { output.err = ReadAll(err); });
    output.out = ReadAll(out);
    errors.join();
    child.wait(failure);
    const int status = child.native_exit_code();
    if (WIFSIGNALED(status)) {
      return AnalysisError(
          fmt::format("`{}` was killed by signal {}.", command.argv.front(), WTERMSIG(status)));
    }
    output.exit_code = child.exit_code();
    return output;
  } catch (const std::exception& failure) {
    return StartFailure(command, failure.what());
  }
}

Result<std::unique_ptr<Conversation>> Conversation::Start(const Command& command) {
  const Result<std::string> program = FindProgram(command.argv.front());
  if (!program.ok()) return program.error();
  try {
    auto conversation = std::make_unique<PipeConversation>(command.argv.front());
    const Status opened = conversation->Open(*program, command);
    if (!opened.ok()) return opened.error();
    return std::unique_ptr<Conversation>(std::move(conversation));
  } catch (const std::exception& failure) {
    return StartFailure(command, failure.what());
  }
}

}  // namespace protowarden::io
