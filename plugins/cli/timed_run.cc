// SPDX-License-Identifier: Apache-2.0
#include "plugins/cli/timed_run.h"

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <utility>

namespace protowarden::cli {
namespace {

using load::Timings;

constexpr std::array<std::pair<const char*, double Timings::*>, 9> kParts = {
    {{"git", &Timings::git},
     {"read", &Timings::read},
     {"parse", &Timings::parse},
     {"link", &Timings::link},
     {"compare", &Timings::compare},
     {"classify", &Timings::classify},
     {"rules", &Timings::rules},
     {"review", &Timings::review},
     {"report", &Timings::report}}};

void PrintRow(const char* name, double seconds) {
  fmt::print(stderr, "{:8} {:8.1f} ms\n", name, seconds * 1000);
}

}  // namespace

void TimedRun::Declare(CLI::App& app) {
  app.add_flag("--timings", wanted, "Print where the time went to standard error");
}

void TimedRun::Start() {
  start = std::chrono::steady_clock::now();
  timings.Switch(&Timings::git);
}

void TimedRun::Finish() {
  timings.Switch(nullptr);
  if (!wanted) return;
  for (const auto& [name, part] : kParts) PrintRow(name, timings.*part);
  const std::chrono::duration<double> total = std::chrono::steady_clock::now() - start;
  PrintRow("total", total.count());
}

}  // namespace protowarden::cli
