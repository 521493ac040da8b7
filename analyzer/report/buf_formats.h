// SPDX-License-Identifier: Apache-2.0
//
// What `buf breaking --error-format FORMAT` prints (buf 1.75), for scripts that were written for
// it. There is no place in it for severities, acceptances or notes: accepted findings and harmless
// changes are left out, files that do not parse are findings of the type COMPILE.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "analyzer/report/report.h"

namespace protowarden::report {

struct BufFormat {
  std::string_view name;  // "text", "json", "msvs", ...
  std::string (*render)(const Report& report);
};

[[nodiscard]] std::span<const BufFormat> BufFormats();
// nullptr when there is no such format.
[[nodiscard]] const BufFormat* FindBufFormat(std::string_view name);

// True when buf would print anything, and exit with 100.
[[nodiscard]] bool BufFindsAnything(const Report& report);

}  // namespace protowarden::report
