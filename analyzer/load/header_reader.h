// SPDX-License-Identifier: Apache-2.0
//
// Reads the headers of the files of a tree whose text holds certain words.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/io/file_tree.h"
#include "analyzer/load/import_scanner.h"
#include "analyzer/load/workspace.h"

namespace protowarden::load {

// The last part of a path.
[[nodiscard]] std::string BaseName(const std::string& path);

// Words of which every statement that imports the path holds one, whatever root it is written from.
[[nodiscard]] std::vector<std::string> ImportWords(const std::string& path);

// Paths of the tree in `folder` or below that contain one of the words; every .proto path there
// when so many words are given that looking at every file is cheaper.
[[nodiscard]] Result<std::vector<std::string>> FilesWithAny(io::FileTree& tree,
                                                            const Workspace& workspace,
                                                            const std::vector<std::string>& words,
                                                            const std::string& folder = {});

// Headers of files by identity, each read once. Refers to its arguments.
class HeaderReader {
 public:
  HeaderReader(io::FileTree& tree, const Workspace& workspace);

  // Reads what is not known yet among `paths`; files outside the workspace and those in `except`
  // are left out. Returns the new ones.
  std::vector<std::pair<const SourceFile*, Header>> Read(const std::vector<std::string>& paths,
                                                         const std::set<std::string>& except);

 private:
  io::FileTree& tree_;
  const Workspace& workspace_;
  std::set<std::string> seen_;
};

}  // namespace protowarden::load
