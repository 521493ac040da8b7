// SPDX-License-Identifier: Apache-2.0
//
// protoc names the files of a request relative to folders that it keeps to itself. Finds them, so
// that the files have the same names in a tree.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "analyzer/config/config.h"
#include "analyzer/io/file_tree.h"

namespace protowarden::app {

// The folders of a tree below which files of these names are found, sorted. Of several folders for
// one name the first of `preferred` counts, else the one nearest to the top.
[[nodiscard]] std::set<std::string> RootsOf(const std::set<std::string>& names,
                                            const std::vector<io::TreeEntry>& entries,
                                            const std::vector<std::string>& preferred);

// Makes the roots the module roots unless they are among them already. The settings of the modules
// stay where a root is one of theirs; elsewhere the configuration's own hold.
void FitModules(const std::set<std::string>& roots, config::Config& config);

}  // namespace protowarden::app
