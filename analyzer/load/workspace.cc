// SPDX-License-Identifier: Apache-2.0
#include "analyzer/load/workspace.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <optional>

#include "analyzer/base/text.h"
#include "analyzer/engine/path_pattern.h"
#include "analyzer/io/tree_support.h"

namespace protowarden::load {
namespace {

bool IsBelow(const std::string& path, const std::string& folder) {
  return folder.empty() ||
         (path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/');
}

bool MatchesAny(const std::vector<std::string>& patterns, const std::string& path) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const std::string& pattern) { return PathMatches(pattern, path); });
}

std::string_view LastComponent(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// Files that are only imported have the path in the tree as identity.
const SourceFile* FindImportOnly(const std::vector<SourceFile>& files, std::string_view path) {
  const auto found = std::lower_bound(
      files.begin(), files.end(), path,
      [](const SourceFile& file, std::string_view key) { return file.tree_path < key; });
  return found == files.end() || found->tree_path != path ? nullptr : &*found;
}

// Leading folders that two paths share.
size_t SharedFolders(std::string_view a, std::string_view b) {
  size_t shared = 0;
  for (size_t i = 0; i < a.size() && i < b.size() && a[i] == b[i]; ++i) shared += a[i] == '/';
  return shared;
}

using io::ReadIfPresent;

}  // namespace

Workspace::Workspace(const std::vector<io::TreeEntry>& entries, config::Config config,
                     const std::vector<std::string>& extra_roots)
    : config_(std::move(config)) {
  for (const std::string& root : extra_roots) roots_.push_back(config::JoinPath("", root));
  for (const std::string& root : config_.import_roots) {
    roots_.push_back(config::JoinPath("", root));
  }
  for (const config::Module& module : config_.modules) roots_.push_back(module.root);
  roots_.emplace_back();
  AssignModules(entries);
  Index();
}

size_t Workspace::ModuleOf(const std::string& tree_path, std::string& identity) const {
  if (MatchesAny(config_.excludes, tree_path)) return SourceFile::kNoModule;
  if (config_.modules.empty()) return 0;
  size_t best = SourceFile::kNoModule;
  for (size_t i = 0; i < config_.modules.size(); ++i) {
    const config::Module& module = config_.modules[i];
    if (!IsBelow(tree_path, module.root)) continue;
    if (!module.includes.empty() && !MatchesAny(module.includes, tree_path)) continue;
    if (MatchesAny(module.excludes, tree_path)) continue;
    if (best == SourceFile::kNoModule || module.root.size() > config_.modules[best].root.size()) {
      best = i;
    }
  }
  if (best != SourceFile::kNoModule && !config_.modules[best].root.empty()) {
    identity = tree_path.substr(config_.modules[best].root.size() + 1);
  }
  return best;
}

void Workspace::AssignModules(const std::vector<io::TreeEntry>& entries) {
  for (const io::TreeEntry& entry : entries) {
    if (!entry.path.ends_with(".proto")) continue;
    SourceFile file{entry.path, entry.path, entry.content_id, 0};
    file.module = ModuleOf(entry.path, file.identity);
    (file.module == SourceFile::kNoModule ? import_only_ : files_).push_back(std::move(file));
  }
  std::sort(files_.begin(), files_.end(), [](const SourceFile& a, const SourceFile& b) {
    return std::tie(a.identity, a.tree_path) < std::tie(b.identity, b.tree_path);
  });
  const auto last = std::unique(
      files_.begin(), files_.end(), [&](const SourceFile& kept, const SourceFile& other) {
        if (kept.identity != other.identity) return false;
        notes_.push_back(fmt::format("{} and {} are both {} to importers; the first one is used.",
                                     Printable(kept.tree_path), Printable(other.tree_path),
                                     Quote(kept.identity)));
        return true;
      });
  files_.erase(last, files_.end());
}

void Workspace::Index() {
  std::sort(import_only_.begin(), import_only_.end(),
            [](const SourceFile& a, const SourceFile& b) { return a.tree_path < b.tree_path; });
  by_tree_path_.resize(files_.size());
  std::iota(by_tree_path_.begin(), by_tree_path_.end(), 0U);
  const auto less = [&](uint32_t a, uint32_t b) {
    return files_[a].tree_path < files_[b].tree_path;
  };
  // Without modules this is the order of identities.
  if (!std::is_sorted(by_tree_path_.begin(), by_tree_path_.end(), less)) {
    std::sort(by_tree_path_.begin(), by_tree_path_.end(), less);
  }
}

const SourceFile* Workspace::Find(std::string_view identity) const {
  const auto found = std::lower_bound(
      files_.begin(), files_.end(), identity,
      [](const SourceFile& file, std::string_view key) { return file.identity < key; });
  if (found != files_.end() && found->identity == identity) return &*found;
  return FindImportOnly(import_only_, identity);
}

const SourceFile* Workspace::FindInTree(const std::string& tree_path) const {
  const auto found = std::lower_bound(
      by_tree_path_.begin(), by_tree_path_.end(), tree_path,
      [&](uint32_t index, const std::string& key) { return files_[index].tree_path < key; });
  if (found != by_tree_path_.end() && files_[*found].tree_path == tree_path) {
    return &files_[*found];
  }
  return FindImportOnly(import_only_, tree_path);
}

const std::vector<const SourceFile*>* Workspace::FilesNamed(std::string_view name) const {
  std::call_once(names_->made, [&] {
    for (const auto* list : {&files_, &import_only_}) {
      for (const SourceFile& file : *list) {
        names_->files[LastComponent(file.tree_path)].push_back(&file);
      }
    }
  });
  const auto found = names_->files.find(name);
  return found == names_->files.end() ? nullptr : &found->second;
}

const SourceFile* Workspace::ResolveImport(const SourceFile& importer,
                                           std::string_view import_path) const {
  for (const std::string& root : roots_) {
    const std::string path =
        root.empty() ? std::string(import_path) : root + "/" + std::string(import_path);
    if (const SourceFile* found = FindInTree(path)) return found;
  }
  const auto* candidates = FilesNamed(LastComponent(import_path));
  if (candidates == nullptr) return nullptr;
  const std::string ending = "/" + std::string(import_path);
  const SourceFile* best = nullptr;
  size_t best_shared = 0;
  for (const SourceFile* candidate : *candidates) {
    if (!candidate->tree_path.ends_with(ending)) continue;
    const size_t shared = SharedFolders(candidate->tree_path, importer.tree_path);
    // On a tie the shorter path is nearer to the top.
    const bool better =
        best == nullptr || shared > best_shared ||
        (shared == best_shared && candidate->tree_path.size() < best->tree_path.size());
    if (better) {
      best = candidate;
      best_shared = shared;
    }
  }
  return best;
}

Result<std::optional<config::Config>> ReadBufConfig(io::FileTree& tree) {
  const auto work = ReadIfPresent(tree, "buf.work.yaml");
  if (!work.ok()) return work.error();
  std::vector<std::string> directories{""};
  if (work->has_value()) {
    auto listed = config::ParseBufWork(**work, tree.DisplayPath("buf.work.yaml"));
    if (!listed.ok()) return listed.error();
    directories = std::move(listed).value();
  }
  config::Config merged;
  for (const std::string& directory : directories) {
    const std::string path = config::JoinPath(directory, "buf.yaml");
    const auto text = ReadIfPresent(tree, path);
    if (!text.ok()) return text.error();
    // A folder of a workspace may do without a file of its own.
    const std::string content = text->value_or("version: v1\n");
    if (!text->has_value() && !work->has_value()) return std::optional<config::Config>();
    auto parsed =
        config::ParseBufYaml(content, tree.DisplayPath(path), config::JoinPath("", directory));
    if (!parsed.ok()) return parsed.error();
    merged.origin = parsed->origin;
    merged.policy = parsed->policy;
    std::move(parsed->modules.begin(), parsed->modules.end(), std::back_inserter(merged.modules));
  }
  return std::optional<config::Config>(std::move(merged));
}

Result<config::Config> ReadConfig(io::FileTree& tree) {
  const auto own = ReadIfPresent(tree, "protowarden.toml");
  if (!own.ok()) return own.error();
  auto buf = ReadBufConfig(tree);
  if (!own->has_value()) {
    if (!buf.ok()) return buf.error();
    return buf->has_value() ? std::move(**buf) : config::Config{};
  }
  auto parsed = config::ParseToml(**own, tree.DisplayPath("protowarden.toml"));
  if (!parsed.ok() || !parsed->modules.empty() || !buf.ok() || !buf->has_value()) return parsed;
  for (config::Module& module : (*buf)->modules) {
    module.policy = parsed->policy;
    module.policy.base = module.root;
    parsed->modules.push_back(std::move(module));
  }
  return parsed;
}

}  // namespace protowarden::load
