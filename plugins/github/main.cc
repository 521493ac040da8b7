// SPDX-License-Identifier: Apache-2.0
//
// protowarden-github: what the GitHub Action runs. Everything it needs comes from the environment.
#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include "analyzer/base/workflow_command.h"
#include "plugins/github/run_job.h"

namespace {

using protowarden::ExitCode;

std::string Variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::string() : std::string(value);
}

// An annotation, because nobody reads the log of a step that says nothing.
void SayError(const std::string& text) {
  fmt::print("{}", protowarden::WorkflowCommand("error", {{"title", "protowarden"}}, text));
}

int Complain(const protowarden::Error& error) {
  SayError(error.message);
  return static_cast<int>(error.kind == protowarden::ErrorKind::kUsage ? ExitCode::kUsage
                                                                       : ExitCode::kCannotAnalyse);
}

int Run() {
  auto job = protowarden::github::ReadJob(Variable);
  if (!job.ok()) return Complain(job.error());
  const auto done = protowarden::github::RunJob(std::move(job).value());
  return done.ok() ? static_cast<int>(*done) : Complain(done.error());
}

}  // namespace

int main() {
  std::signal(SIGPIPE, SIG_IGN);
  int code = static_cast<int>(ExitCode::kCannotAnalyse);
  try {
    code = Run();
  } catch (const std::exception& failure) {
    SayError(fmt::format("Internal error: {}. Please report it.", failure.what()));
  }
  std::fflush(stdout);
  return code;
}
