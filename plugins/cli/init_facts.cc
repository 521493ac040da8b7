// SPDX-License-Identifier: Apache-2.0
#include "plugins/cli/init_facts.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>
#include <string_view>

#include "analyzer/base/text.h"
#include "analyzer/io/file_tree.h"
#include "analyzer/io/git.h"
#include "analyzer/load/proto_parser.h"
#include "analyzer/load/workspace.h"

namespace protowarden::cli {
namespace {

namespace fs = std::filesystem;

// Enough to know how a tree is laid out.
constexpr size_t kMostFilesRead = 500;

// Where `path` starts when its folders are those of the package: proto/shop/v1/a.proto of shop.v1
// starts at proto. nullopt when they are not.
std::optional<std::string> RootOf(const std::string& path, std::string package) {
  std::replace(package.begin(), package.end(), '.', '/');
  const size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "" : path.substr(0, slash);
  if (package.empty() || !folder.ends_with(package)) return std::nullopt;
  std::string root = folder.substr(0, folder.size() - package.size());
  if (root.empty()) return root;
  if (root.back() != '/') return std::nullopt;
  root.pop_back();
  return root;
}

std::vector<std::string> FindRoots(io::FileTree& tree, const std::vector<std::string>& protos) {
  std::vector<std::string> paths = protos;
  if (paths.size() > kMostFilesRead) paths.resize(kMostFilesRead);
  const auto texts = tree.Read(paths);
  std::set<std::string> roots;
  for (size_t i = 0; i < paths.size(); ++i) {
    if (!texts[i].ok()) return {};
    const auto parsed = load::ParseProto(paths[i], paths[i], *texts[i]);
    if (parsed.file == nullptr) return {};
    auto root = RootOf(paths[i], parsed.file->package);
    if (!root) return {};
    roots.insert(std::move(*root));
  }
  return {roots.begin(), roots.end()};
}

bool SameSettings(const PolicySpec& a, const PolicySpec& b) {
  return a.use == b.use && a.except == b.except && a.ignore == b.ignore &&
         a.ignore_only == b.ignore_only && a.ignore_unstable_packages == b.ignore_unstable_packages;
}

// The first line of what git prints; empty when it fails.
std::string Ask(const io::GitRepository& repository, std::vector<std::string> arguments) {
  const auto answer = repository.Git(std::move(arguments));
  if (!answer.ok() || answer->exit_code != 0) return {};
  return answer->out.substr(0, answer->out.find('\n'));
}

void AskRepository(io::GitRepository& repository, const fs::path& here, InitFacts& facts) {
  std::error_code failure;
  facts.top_level = repository.top_level();
  facts.folder = here.lexically_relative(facts.top_level).string();
  if (facts.folder == ".") facts.folder.clear();
  facts.default_branch = "main";
  if (const auto branch = repository.DefaultBranch(); branch.ok()) {
    facts.default_branch = branch->starts_with("origin/")
                               ? branch->substr(std::string_view("origin/").size())
                               : *branch;
  } else if (const std::string head = Ask(repository, {"symbolic-ref", "--short", "HEAD"});
             !head.empty()) {
    facts.default_branch = head;  // nothing is committed yet
  }
  // A relative answer is relative to the top, where git runs here.
  const fs::path top = facts.top_level;
  const fs::path hooks =
      fs::weakly_canonical(top / Ask(repository, {"rev-parse", "--git-path", "hooks"}), failure);
  const fs::path common =
      fs::weakly_canonical(top / Ask(repository, {"rev-parse", "--git-common-dir"}), failure);
  facts.hooks_folder = hooks.string();
  facts.hooks_are_shared = *hooks.lexically_relative(top).begin() == ".." &&
                           *hooks.lexically_relative(common).begin() == "..";
  facts.on_github = fs::is_directory(top / ".github", failure) ||
                    Ask(repository, {"config", "--get", "remote.origin.url"}).find("github.") !=
                        std::string::npos;
}

}  // namespace

Result<InitFacts> FindFacts() {
  InitFacts facts;
  std::error_code failure;
  const fs::path here = fs::canonical(".", failure);
  auto discovered = io::GitRepository::Discover(".");
  if (!discovered.ok()) return discovered.error();
  const std::shared_ptr<io::GitRepository> repository = std::move(discovered).value();
  const bool in_git = repository != nullptr && !repository->is_bare();
  if (in_git) AskRepository(*repository, here, facts);
  auto tree = in_git ? repository->OpenWorktree(facts.folder)
                     : io::OpenFolder(".", 1, io::ContentIds::kNone);
  if (!tree.ok()) return tree.error();
  auto buf = load::ReadBufConfig(**tree);
  if (!buf.ok()) return buf.error();
  facts.buf = std::move(buf).value();
  if (facts.buf.has_value()) {
    for (const config::Module& module : facts.buf->modules) {
      if (!SameSettings(module.policy, facts.buf->policy)) {
        facts.own_settings.push_back(module.root.empty() ? "." : module.root);
      }
    }
  }
  std::vector<std::string> protos;
  for (const io::TreeEntry& entry : (*tree)->entries()) {
    if (entry.path.ends_with(".proto")) protos.push_back(entry.path);
  }
  facts.proto_files = protos.size();
  if (!facts.buf.has_value()) facts.roots = FindRoots(**tree, protos);
  return facts;
}

}  // namespace protowarden::cli
