// SPDX-License-Identifier: Apache-2.0
//
// For data that is compiled in and was tested: that it cannot be read is a defect of the build, so
// the program stops at once instead of working without it.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "analyzer/base/result.h"

namespace protowarden {

// The value of `read`; otherwise prints its message and aborts.
template <typename T>
[[nodiscard]] T RequireBuiltin(Result<T> read) {
  if (!read.ok()) {
    std::fprintf(stderr, "protowarden: built-in data is broken: %s\n",
                 read.error().message.c_str());
    std::abort();
  }
  return std::move(read).value();
}

}  // namespace protowarden
