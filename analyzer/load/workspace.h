// SPDX-License-Identifier: Apache-2.0
//
// Which files of a tree belong to which module, and what an import means there.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/config/config.h"
#include "analyzer/io/file_tree.h"

namespace protowarden::load {

// A file of a tree that is part of the schema.
struct SourceFile {
  std::string identity;   // schema::File::path: relative to its module root
  std::string tree_path;  // path in the tree
  std::string content_id;
  size_t module = 0;  // index into Workspace::modules()
};

// Immutable. Built from a tree's listing and a configuration; reads nothing itself.
class Workspace {
 public:
  // `config` as FindConfig found it, or from --config. `extra_roots` come from -I and win. A file
  // that two module roots could claim belongs to the longest root.
  static Workspace Create(const std::vector<io::TreeEntry>& entries, config::Config config,
                          std::vector<std::string> extra_roots);

  [[nodiscard]] const config::Config& config() const { return config_; }
  // All files of all modules, sorted by identity. Of two files with one identity the first by tree
  // path is kept and the other noted.
  [[nodiscard]] const std::vector<SourceFile>& files() const { return files_; }
  [[nodiscard]] const std::vector<std::string>& notes() const { return notes_; }
  // nullptr when there is none.
  [[nodiscard]] const SourceFile* Find(std::string_view identity) const;

  // The identity of the file an import statement means: -I roots first, then module roots, then the
  // tree base, then inference: the file whose path ends in the import path and shares most leading
  // folders with the importer. nullptr when there is none in the tree.
  [[nodiscard]] const SourceFile* ResolveImport(const SourceFile& importer,
                                                std::string_view import_path) const;

 private:
  config::Config config_;
  std::vector<std::string> roots_;
  std::vector<SourceFile> files_;
  std::vector<SourceFile> import_only_;  // reachable through -I roots or outside every module
  std::unordered_map<std::string_view, size_t> by_identity_;
  std::unordered_map<std::string_view, std::vector<size_t>> by_basename_;
  std::vector<std::string> notes_;
};

// Finds and reads the configuration of a tree: protowarden.toml, else buf.work.yaml, else buf.yaml,
// at the base. Where both sides have one, the caller decides which policy counts.
[[nodiscard]] Result<config::Config> ReadConfig(io::FileTree& tree);

}  // namespace protowarden::load
