// SPDX-License-Identifier: Apache-2.0
//
// What a reviewer beside the rules did, in words: notes, which every format shows.
#pragma once

#include <string>
#include <vector>

#include "analyzer/engine/reviewer.h"

namespace protowarden::report {

[[nodiscard]] std::vector<std::string> ReviewNotes(const ReviewSummary& review);

}  // namespace protowarden::report
