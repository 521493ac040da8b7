// SPDX-License-Identifier: Apache-2.0
//
// Which part of the version number a change asks for (https://semver.org).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/report/report.h"

namespace protowarden::report {

enum class Bump : uint8_t { kNone, kPatch, kMinor, kMajor };
// "none", "patch", ...
[[nodiscard]] std::string_view Name(Bump bump);

struct BumpAdvice {
  Bump bump = Bump::kNone;
  std::string why;                 // a sentence
  std::vector<std::string> notes;  // sentences: what the reader has to judge
};

// Breaking changes of stable packages ask for a major version, additions and breaks of packages
// like foo.v1beta1 for a minor one, anything else for a patch. Findings of low confidence are only
// noted.
[[nodiscard]] BumpAdvice AdviseBump(const Report& report);

}  // namespace protowarden::report
