// SPDX-License-Identifier: Apache-2.0
//
// What comments make statements about.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

namespace protowarden::rules::semantic::documented {

enum class Topic : uint8_t {
  kDefault,    // the value that counts when none is given
  kUnit,       // what a number counts
  kFormat,     // how a text is written
  kOrder,      // how a list is sorted
  kMost,       // upper limit
  kLeast,      // lower limit
  kValues,     // which values are accepted
  kQuota,      // calls per period
  kLifetime,   // how long something lives, waits or is kept
  kError,      // which error is returned
  kMessage,    // what an error says
  kPresence,   // whether a reader finds a value
  kDemand,     // what a writer must do
  kAuth,       // who may call
  kRetry,      // whether a call may be repeated, and what it changes
  kGuarantee,  // delivery, consistency, atomicity
  kMeaning,    // the opposite is said
};

inline constexpr std::array<std::pair<std::string_view, Topic>, 18> kTopics = {
    {{"default", Topic::kDefault},
     {"unit", Topic::kUnit},
     {"format", Topic::kFormat},
     {"order", Topic::kOrder},
     {"most", Topic::kMost},
     {"least", Topic::kLeast},
     {"range", Topic::kMost},  // both limits at once
     {"values", Topic::kValues},
     {"quota", Topic::kQuota},
     {"lifetime", Topic::kLifetime},
     {"error", Topic::kError},
     {"message", Topic::kMessage},
     {"presence", Topic::kPresence},
     {"demand", Topic::kDemand},
     {"auth", Topic::kAuth},
     {"retry", Topic::kRetry},
     {"guarantee", Topic::kGuarantee},
     {"meaning", Topic::kMeaning}}};

}  // namespace protowarden::rules::semantic::documented
