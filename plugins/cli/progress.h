// SPDX-License-Identifier: Apache-2.0
//
// A progress line on a terminal when a run takes longer than a second.
#pragma once

#include <chrono>
#include <cstddef>

namespace protowarden::cli {

// Writes to standard error only, and only if that is a terminal. The line is erased on destruction.
class Progress {
 public:
  explicit Progress(bool quiet);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void Update(const char* phase, size_t done, size_t total);

 private:
  bool enabled_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace protowarden::cli
