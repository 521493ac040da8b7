// SPDX-License-Identifier: Apache-2.0
//
// What a user should know about how the files of a run were found. Internal to load/.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "analyzer/load/loader.h"

namespace protowarden::load {

// The notes of workspaces and trees in the order of `sides`, and the imports that were not found;
// each once.
[[nodiscard]] std::vector<std::string> NotesOf(const std::vector<const Side*>& sides,
                                               const std::set<std::string>& unresolved_imports);

}  // namespace protowarden::load
