// SPDX-License-Identifier: Apache-2.0
//
// Where a deleted line is marked in the file that lacks it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/finding.h"

namespace protowarden::report {

// A line of the new file, 1-based, without its line end.
struct LineAnchor {
  int32_t line = 0;
  std::string text;
};

// True for findings that are reported at a block, or at a file, because their own place is gone.
[[nodiscard]] bool NeedsAnchor(const Finding& finding);

// The nearest line above the deleted one that both versions have, inside the block that the finding
// is reported at; else the block's first line. A diff shows it, or starts right below it. nullopt
// when the positions do not fit the texts.
[[nodiscard]] std::optional<LineAnchor> FindAnchor(const Finding& finding,
                                                   const std::vector<std::string_view>& before,
                                                   const std::vector<std::string_view>& after);

}  // namespace protowarden::report
