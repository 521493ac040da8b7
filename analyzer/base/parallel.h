// SPDX-License-Identifier: Apache-2.0
//
// Runs independent work items on several threads.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace protowarden {

// Calls work(i) for every i in [0, count), each once, on up to `jobs` threads (at least one: the
// caller's). Returns when all are done. `work` must not throw and must be safe to run concurrently
// for different i. Results do not depend on the schedule as long as work(i) only writes slot i.
template <typename Work>
void ParallelFor(size_t count, unsigned jobs, const Work& work) {
  std::atomic<size_t> next{0};
  const auto run = [&] {
    for (size_t i = next.fetch_add(1); i < count; i = next.fetch_add(1)) work(i);
  };
  const size_t helpers = jobs <= 1 || count <= 1 ? 0 : std::min<size_t>(jobs, count) - 1;
  std::vector<std::jthread> threads;
  threads.reserve(helpers);
  for (size_t i = 0; i < helpers; ++i) threads.emplace_back(run);
  run();
}

}  // namespace protowarden
