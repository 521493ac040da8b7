// SPDX-License-Identifier: Apache-2.0
//
// protowarden-llm: sends the requests of `protowarden` to a language model. A program of its own,
// so that a run without a model neither loads libcurl nor holds a key. Reads lines from standard
// input and writes lines to standard output, see llm/helper_protocol.h.
#include <fmt/format.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <exception>
#include <iostream>
#include <mutex>
#include <thread>

#include "analyzer/base/exit_code.h"
#include "analyzer/base/text.h"
#include "analyzer/io/tree_support.h"
#include "analyzer/io/write_file.h"
#include "llm/helper_protocol.h"
#include "llm/http/client.h"
#include "llm/http/dispatcher.h"
#include "llm/http/google_credentials.h"

namespace protowarden {
namespace {

using std::chrono::milliseconds;

constexpr size_t kMaxKeyFile = size_t{64} << 10U;
constexpr milliseconds kPatience{1000};
constexpr milliseconds kMetadataTimeout{3000};

std::string Variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::string() : std::string(value);
}

// Lines of standard input, read by a thread of its own: the other side must never have to wait.
class Input {
 public:
  explicit Input(http::Client& client) : client_(client) {
    std::thread([this] { Read(); }).detach();
  }

  // Everything that has come; `ended` once nothing more will.
  std::deque<std::string> Take(bool& ended) {
    const std::scoped_lock lock(mutex_);
    ended = ended_;
    return std::exchange(lines_, {});
  }

 private:
  void Read() {
    std::string line;
    while (std::getline(std::cin, line)) {
      const std::scoped_lock lock(mutex_);
      lines_.push_back(std::move(line));
      client_.Wake();
    }
    const std::scoped_lock lock(mutex_);
    ended_ = true;
    client_.Wake();
  }

  http::Client& client_;
  std::mutex mutex_;
  std::deque<std::string> lines_;
  bool ended_ = false;
};

// The key; empty where none is needed.
Result<std::string> KeyOf(const llm::KeySource& source) {
  std::string key;
  if (!source.file.empty()) {
    const Result<std::string> text = io::ReadFile(source.file, kMaxKeyFile);
    if (!text.ok()) return text.error();
    key = Trim(*text);
    if (key.empty()) return UsageError(fmt::format("{} is empty.", Printable(source.file)));
  } else if (!source.variable.empty()) {
    key = Trim(Variable(source.variable));
    if (key.empty() && !source.optional) {
      return UsageError(
          fmt::format("The environment variable {} with the key is not set.", source.variable));
    }
  }
  return key;
}

// Takes out what some servers repeat in their complaints.
void Redact(const std::string& secret, std::string& text) {
  static constexpr std::string_view kInstead = "[key]";
  for (size_t at = text.find(secret); at != std::string::npos; at = text.find(secret, at)) {
    text.replace(at, secret.size(), kInstead);
    at += kInstead.size();
  }
}

Status Write(std::vector<llm::Reply> replies, const std::string& secret) {
  for (llm::Reply& reply : replies) {
    if (!secret.empty()) {
      Redact(secret, reply.body);
      Redact(secret, reply.problem);
    }
    if (!io::WriteAll(fileno(stdout), llm::ReplyLine(reply))) {
      return AnalysisError("Nobody reads the replies.");
    }
  }
  return Ok();
}

Status Serve(const llm::HelperSetup& setup) {
  http::Options options;
  options.connect_timeout = milliseconds(setup.connect_ms);
  options.total_timeout = milliseconds(setup.total_ms);
  options.parallel = static_cast<size_t>(setup.parallel);
  options.ca_file = http::CaFileOfEnvironment();
  const auto client = http::MakeClient(options);
  if (!client.ok()) return client.error();
  const auto for_tokens = http::MakeClient(options);
  http::Options local = options;
  local.connect_timeout = local.total_timeout = kMetadataTimeout;
  local.allow_http = local.no_proxy = true;
  const auto metadata = http::MakeClient(local);
  if (!for_tokens.ok() || !metadata.ok()) return AnalysisError("libcurl could not be initialised.");
  http::GoogleCredentials google({Variable,
                                  [](const std::string& path) { return io::ReadFile(path); },
                                  [] { return static_cast<int64_t>(std::time(nullptr)); },
                                  for_tokens->get(), metadata->get()});
  std::string secret;
  http::Dispatcher dispatcher(**client, setup, [&]() -> Result<std::string> {
    Result<std::string> key = KeyOf(setup.key);
    if (key.ok() && key->empty() && setup.key.google) key = google.Token();
    if (!key.ok()) return key;
    secret = *key;
    return secret.empty() ? std::string() : setup.key.header + secret;
  });
  Input input(**client);
  bool ended = false;
  while (!ended || !dispatcher.idle()) {
    for (const std::string& line : input.Take(ended)) {
      auto request = llm::ReadRequestLine(line);
      if (!request.has_value()) return UsageError("A request could not be read.");
      dispatcher.Add(std::move(*request));
    }
    const Status written = Write(dispatcher.Work(kPatience), secret);
    if (!written.ok()) return written;
  }
  return Ok();
}

ExitCode Run() {
  std::string line;
  const auto setup =
      std::getline(std::cin, line) ? llm::ReadSetupLine(line) : std::optional<llm::HelperSetup>();
  if (!setup.has_value()) {
    fmt::print(stderr, "protowarden-llm is started by protowarden; it is of no use by itself.\n");
    return ExitCode::kUsage;
  }
  const Status served = Serve(*setup);
  if (served.ok()) return ExitCode::kPassed;
  fmt::print(stderr, "protowarden-llm: {}\n", served.error().message);
  return ExitCode::kCannotAnalyse;
}

}  // namespace
}  // namespace protowarden

int main() {
  std::signal(SIGPIPE, SIG_IGN);
  std::ios::sync_with_stdio(false);
  int code = static_cast<int>(protowarden::ExitCode::kCannotAnalyse);
  try {
    code = static_cast<int>(protowarden::Run());
  } catch (const std::exception& failure) {
    fmt::print(stderr, "protowarden-llm: Internal error: {}.\n", failure.what());
  }
  std::fflush(nullptr);
  // The thread that reads may still wait for its input.
  std::_Exit(code);
}
