// SPDX-License-Identifier: Apache-2.0
//
// protowarden-github: what the GitHub Action runs. Everything it needs comes from the environment.
#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include "analyzer/base/text.h"
#include "plugins/github/run_job.h"

namespace {

using protowarden::ExitCode;

std::string Variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::string() : std::string(value);
}

int Complain(const protowarden::Error& error) {
  // An annotation, because nobody reads the log of a step that says nothing.
  fmt::print("::error title=protowarden::{}\n", protowarden::Printable(error.message));
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
    fmt::print("::error title=protowarden::Internal error: {}. Please report it.\n",
               protowarden::Printable(failure.what()));
  }
  std::fflush(stdout);
  return code;
}
