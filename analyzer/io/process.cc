// SPDX-License-Identifier: Apache-2.0
#include "analyzer/io/process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
// Copying this process's page tables for each of the dozen programs that a run starts would take
// longer than most of them run. Boost only offers vfork where this says that the system has it.
#define BOOST_POSIX_HAS_VFORK 1
#include <boost/process.hpp>
#include <boost/process/extend.hpp>
#include <boost/process/posix.hpp>
#include <cerrno>
#include <mutex>
#include <set>
#include <string_view>
#include <system_error>

#include "analyzer/base/text.h"

namespace protowarden::io {
namespace {

namespace bp = boost::process;

constexpr size_t kBufferSize = size_t{64} << 10U;

// Children are started one at a time: between the making of a pipe and CloseOnExec a child of
// another thread would inherit it.
std::mutex& Starting() {
  static std::mutex starting;
  return starting;
}

// Other children must not inherit our ends, or this child would never see end of file.
void CloseOnExec(bp::pipe& pipe) {
  fcntl(pipe.native_source(), F_SETFD, FD_CLOEXEC);
  fcntl(pipe.native_sink(), F_SETFD, FD_CLOEXEC);
}

// Reads what there is, waiting for at most `patience`. 0 at the end, -1 when nothing came in time.
ssize_t ReadSome(int file, char* buffer, size_t size, std::chrono::seconds patience) {
  pollfd wait{file, POLLIN, 0};
  const auto limit = std::chrono::duration_cast<std::chrono::milliseconds>(patience).count();
  int ready = 0;
  do {
    ready = poll(&wait, 1, static_cast<int>(limit));
  } while (ready < 0 && errno == EINTR);
  if (ready == 0) return -1;
  ssize_t got = 0;
  do {
    got = read(file, buffer, size);
  } while (got < 0 && errno == EINTR);
  return std::max<ssize_t>(got, 0);
}

// Collects both streams until both end. False when neither says anything for too long.
bool ReadBoth(const bp::pipe& out, const bp::pipe& err, std::chrono::seconds patience,
              Output& output) {
  std::array<char, kBufferSize> buffer{};
  std::array<pollfd, 2> files{{{out.native_source(), POLLIN, 0}, {err.native_source(), POLLIN, 0}}};
  const std::array<std::string*, 2> texts{&output.out, &output.err};
  const auto limit = std::chrono::duration_cast<std::chrono::milliseconds>(patience).count();
  while (files[0].fd >= 0 || files[1].fd >= 0) {
    const int ready = poll(files.data(), files.size(), static_cast<int>(limit));
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) return false;
    for (size_t i = 0; i < files.size(); ++i) {
      if (files.at(i).fd < 0 || files.at(i).revents == 0) continue;
      const ssize_t got = read(files.at(i).fd, buffer.data(), buffer.size());
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) {
        files.at(i).fd = -1;  // poll leaves it out
      } else {
        texts.at(i)->append(buffer.data(), static_cast<size_t>(got));
      }
    }
  }
  return true;
}

// The environment of a child. Not boost::process::environment: its find() of Boost 1.74 compares
// past the end of variables that are shorter than the name.
class Environment {
 public:
  explicit Environment(const Command& command) {
    const auto name_of = [](std::string_view setting) {
      return setting.substr(0, setting.find('='));
    };
    std::set<std::string_view> left_out(command.scrub_environment.begin(),
                                        command.scrub_environment.end());
    for (const std::string& setting : command.environment) left_out.insert(name_of(setting));
    for (char** setting = environ; *setting != nullptr; ++setting) {
      if (!left_out.contains(name_of(*setting))) settings_.emplace_back(*setting);
    }
    settings_.insert(settings_.end(), command.environment.begin(), command.environment.end());
    for (std::string& setting : settings_) pointers_.push_back(setting.data());
    pointers_.push_back(nullptr);
  }

  // An initializer of bp::child; this must outlive its construction.
  auto Pass() {
    return bp::extend::on_setup([this](auto& executor) { executor.env = pointers_.data(); });
  }

 private:
  std::vector<std::string> settings_;
  std::vector<char*> pointers_;
};

Result<std::string> FindProgram(const std::string& name) {
  if (name.find('/') != std::string::npos) return name;
  const auto path = bp::search_path(name);
  if (path.empty()) {
    return AnalysisError(fmt::format("The program `{}` was not found in PATH. Install it.", name));
  }
  return path.string();
}

// For messages: "`git ls-tree`".
std::string NameOf(const Command& command) {
  return fmt::format("`{}`", Printable(command.name.empty() ? command.argv.front() : command.name));
}

Error StartFailure(const Command& command, const std::string& why) {
  return AnalysisError(fmt::format("{} could not be started: {}.", NameOf(command), why));
}

Error SilentFor(const Command& command) {
  return AnalysisError(fmt::format(
      "{} printed nothing for {} seconds and was ended. Run it by hand to see what it waits for.",
      NameOf(command), command.patience.count()));
}

std::vector<std::string> Arguments(const Command& command) {
  return {command.argv.begin() + 1, command.argv.end()};
}

class PipeConversation : public Conversation {
 public:
  explicit PipeConversation(Command command) : command_(std::move(command)) {
    CloseOnExec(in_);
    CloseOnExec(out_);
  }
  PipeConversation(const PipeConversation&) = delete;
  PipeConversation& operator=(const PipeConversation&) = delete;

  ~PipeConversation() override {
    in_.close();
    out_.close();
    std::error_code ignored;
    child_.terminate(ignored);
  }

  Status Open(const std::string& program) {
    std::error_code failure;
    Environment environment(command_);
    child_ = bp::child(bp::exe = program, bp::args = Arguments(command_), environment.Pass(),
                       bp::std_in<in_, bp::std_out> out_, bp::std_err > bp::null,
                       bp::posix::use_vfork, failure);
    if (failure) return StartFailure(command_, failure.message());
    return Ok();
  }

  [[nodiscard]] bool Alive() const override { return alive_; }
  [[nodiscard]] bool Silent() const override { return silent_; }

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
  Error Gone() {
    alive_ = false;
    if (silent_) return SilentFor(command_);
    return AnalysisError(fmt::format("{} ended before it answered. Run again.", NameOf(command_)));
  }

  bool Fill() {
    buffer_.resize(kBufferSize);
    at_ = 0;
    const ssize_t got =
        ReadSome(out_.native_source(), buffer_.data(), buffer_.size(), command_.patience);
    silent_ = got < 0;
    buffer_.resize(got > 0 ? static_cast<size_t>(got) : 0);
    return got > 0;
  }

  Command command_;
  bool alive_ = true;
  bool silent_ = false;
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
    std::unique_lock starting(Starting());
    bp::pipe out;
    bp::pipe err;
    CloseOnExec(out);
    CloseOnExec(err);
    std::error_code failure;
    Environment environment(command);
    bp::child child(bp::exe = *program, bp::args = Arguments(command), environment.Pass(),
                    bp::std_in<bp::null, bp::std_out> out, bp::std_err > err, bp::posix::use_vfork,
                    failure);
    starting.unlock();
    if (failure) return StartFailure(command, failure.message());
    Output output;
    if (!ReadBoth(out, err, command.patience, output)) {
      child.terminate(failure);
      return SilentFor(command);
    }
    child.wait(failure);
    const int status = child.native_exit_code();
    if (WIFSIGNALED(status)) {
      return AnalysisError(
          fmt::format("{} was killed by signal {}. Run again; if it happens again, check memory "
                      "and disk space and run `git fsck`.",
                      NameOf(command), WTERMSIG(status)));
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
    const std::scoped_lock starting(Starting());
    auto conversation = std::make_unique<PipeConversation>(command);
    const Status opened = conversation->Open(*program);
    if (!opened.ok()) return opened.error();
    return std::unique_ptr<Conversation>(std::move(conversation));
  } catch (const std::exception& failure) {
    return StartFailure(command, failure.what());
  }
}

}  // namespace protowarden::io
