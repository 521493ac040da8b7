// SPDX-License-Identifier: Apache-2.0
//
// Where the time goes: the wall time of a run by part. At any moment exactly one part is under way,
// so the parts sum to the whole.
#pragma once

#include <chrono>
#include <utility>

namespace protowarden::load {

// Seconds. Reading that overlaps with parsing counts as parsing.
struct Timings {
  double git = 0;  // opening the trees: git, listing, hashing
  double read = 0;
  double parse = 0;
  double link = 0;
  double compare = 0;
  double classify = 0;  // finding personal data
  double rules = 0;
  double review = 0;  // waiting for a language model
  double report = 0;

  // Counts the time until now to the part under way and goes on with another; null: none. Returns
  // the part before.
  double Timings::*Switch(double Timings::*part) {
    const auto now = std::chrono::steady_clock::now();
    if (current != nullptr) this->*current += std::chrono::duration<double>(now - since).count();
    since = now;
    return std::exchange(current, part);
  }

  double Timings::*current = nullptr;
  std::chrono::steady_clock::time_point since;
};

// One part, from construction to destruction; then the part around it goes on.
class Phase {
 public:
  Phase(Timings& timings, double Timings::*part)
      : timings_(timings), outer_(timings.Switch(part)) {}
  ~Phase() { timings_.Switch(outer_); }
  Phase(const Phase&) = delete;
  Phase& operator=(const Phase&) = delete;

 private:
  Timings& timings_;
  double Timings::*outer_;
};

}  // namespace protowarden::load
