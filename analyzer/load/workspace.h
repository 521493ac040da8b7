// SPDX-License-Identifier: Apache-2.0
//
// Which files of a tree belong to which module, and what an import means there.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
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
  size_t module = 0;  // index into Config::modules; kNoModule when it is only imported

  static constexpr size_t kNoModule = static_cast<size_t>(-1);
};

// Built from a tree's listing and a configuration; reads nothing itself. Immutable and safe to use
// from several threads.
class Workspace {
 public:
  Workspace() = default;
  // Moving keeps the files where they are; a copy would have to be indexed again.
  Workspace(Workspace&&) = default;
  Workspace& operator=(Workspace&&) = default;
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;
  // `extra_roots` come from -I and win. A file that two module roots could claim belongs to the
  // longest root; of two files with one identity the first by tree path is kept and the other
  // noted.
  Workspace(const std::vector<io::TreeEntry>& entries, config::Config config,
            const std::vector<std::string>& extra_roots);

  [[nodiscard]] const config::Config& config() const { return config_; }
  // The files that are compared, sorted by identity.
  [[nodiscard]] const std::vector<SourceFile>& files() const { return files_; }
  [[nodiscard]] const std::vector<std::string>& notes() const { return notes_; }
  // Also finds files that are only imported; nullptr when there is none.
  [[nodiscard]] const SourceFile* Find(std::string_view identity) const;

  // The same by the path in the tree.
  [[nodiscard]] const SourceFile* FindInTree(const std::string& tree_path) const;

  // The file an import statement means: -I roots first, then module roots, then the tree base, then
  // inference: the file whose path ends in the import path and shares most leading folders with the
  // importer. nullptr when there is none in the tree.
  [[nodiscard]] const SourceFile* ResolveImport(const SourceFile& importer,
                                                std::string_view import_path) const;

 private:
  void AssignModules(const std::vector<io::TreeEntry>& entries);
  void Index();
  [[nodiscard]] const std::vector<const SourceFile*>* FilesNamed(std::string_view name) const;
  [[nodiscard]] size_t ModuleOf(const std::string& tree_path, std::string& identity) const;

  config::Config config_;
  std::vector<std::string> roots_;  // folders that imports start from, in order of preference
  std::vector<SourceFile> files_;
  std::vector<SourceFile> import_only_;
  std::vector<uint32_t> by_tree_path_;  // indices into files_, sorted by tree path
  // Files by the last component of their path; made when an import is looked for everywhere.
  struct Names {
    std::once_flag made;
    std::unordered_map<std::string_view, std::vector<const SourceFile*>> files;
  };
  std::unique_ptr<Names> names_ = std::make_unique<Names>();
  std::vector<std::string> notes_;
};

// Finds and reads the configuration of a tree: protowarden.toml, else buf.work.yaml, else buf.yaml,
// at the base. A protowarden.toml without modules takes them from the buf files beside it.
[[nodiscard]] Result<config::Config> ReadConfig(io::FileTree& tree);

// What the buf files at the base of a tree say; nullopt when there are none.
[[nodiscard]] Result<std::optional<config::Config>> ReadBufConfig(io::FileTree& tree);

}  // namespace protowarden::load
