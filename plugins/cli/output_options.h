// SPDX-License-Identifier: Apache-2.0
//
// The options that commands with a report share: --format, -o, --color, -q, -v, -j.
#pragma once

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include "analyzer/report/report.h"
#include "plugins/cli/command.h"
#include "plugins/cli/output.h"
#include "plugins/cli/progress.h"

namespace protowarden::cli {

struct OutputOptions {
  std::string format = "text";
  std::string path;  // -o; empty for standard output
  std::string color = "auto";
  bool quiet = false;
  bool verbose = false;
  unsigned jobs = 0;  // 0: one a core

  // Adds the options to a command; the object must live as long as `app`.
  void Declare(CLI::App& app, const std::vector<std::string>& formats);
  [[nodiscard]] unsigned Jobs() const {
    return jobs != 0 ? jobs : std::max(1U, std::thread::hardware_concurrency());
  }
  [[nodiscard]] report::TextOptions Text() const;
};

// Calls work(progress function) with a progress line that is gone when it returns.
template <typename Work>
auto WithProgress(const OutputOptions& options, const Work& work) {
  Progress progress(options.quiet);
  return work(
      [&](const char* phase, size_t done, size_t total) { progress.Update(phase, done, total); });
}

}  // namespace protowarden::cli
