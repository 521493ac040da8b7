// SPDX-License-Identifier: Apache-2.0
//
// How two sets of accepted values relate, as far as it can be proven.
#pragma once

#include <optional>
#include <utility>

namespace protowarden::rules::semantic {

enum class Verdict : uint8_t {
  kEqual,
  kTightened,  // nothing is accepted that was not accepted before
  kLoosened,   // nothing is rejected that was accepted before
  kReplaced,   // neither can be said
};

template <typename Value>
struct Relation {
  bool narrower = false;        // proven: the values after the change are among those before
  bool wider = false;           // proven: the values before the change are among those after
  std::optional<Value> lost;    // accepted before, rejected after
  std::optional<Value> gained;  // rejected before, accepted after

  [[nodiscard]] Verdict verdict() const {
    if (narrower) return wider ? Verdict::kEqual : Verdict::kTightened;
    return wider ? Verdict::kLoosened : Verdict::kReplaced;
  }
};

}  // namespace protowarden::rules::semantic
