// SPDX-License-Identifier: Apache-2.0
//
// Edits of a file as a patch that `git apply` and `patch -p1` take.
// Format: https://www.gnu.org/software/diffutils/manual/html_node/Detailed-Unified.html
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/edit/edits.h"

namespace protowarden::edit {

// The patch for one file with three lines of context, or nothing when the edits change nothing.
// `path` is relative, '/' separated; `edits` as for Apply. There is no `diff --git` line on
// purpose: git would take the path as relative to the top of the repository instead of the working
// directory.
[[nodiscard]] std::string UnifiedDiff(std::string_view path, std::string_view text,
                                      const std::vector<Edit>& edits);

}  // namespace protowarden::edit
