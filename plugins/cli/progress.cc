// SPDX-License-Identifier: Apache-2.0
#include "plugins/cli/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace protowarden::cli {

Progress::Progress(bool quiet) : enabled_(!quiet && isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  if (shown_) fmt::print(stderr, "\r\x1b[K");
}

void Progress::Update(const char* phase, size_t done, size_t total) {
  if (!enabled_) return;
  if (std::chrono::steady_clock::now() - start_ < std::chrono::seconds(1)) return;
  fmt::print(stderr, "\r\x1b[K{}: {} of {}", phase, done, total);
  std::fflush(stderr);
  shown_ = true;
}

}  // namespace protowarden::cli
