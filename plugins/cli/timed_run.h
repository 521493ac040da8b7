// SPDX-License-Identifier: Apache-2.0
//
// `--timings`: where the time of a command goes.
#pragma once

#include <CLI/CLI.hpp>
#include <chrono>

#include "analyzer/load/timings.h"

namespace protowarden::cli {

struct TimedRun {
  bool wanted = false;
  load::Timings timings;
  std::chrono::steady_clock::time_point start;

  void Declare(CLI::App& app);
  void Start();
  // From here on the report is written.
  void Report() { timings.Switch(&load::Timings::report); }
  // Prints the parts to standard error, if somebody wants them.
  void Finish();
};

}  // namespace protowarden::cli
