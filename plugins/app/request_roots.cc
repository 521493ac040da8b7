// SPDX-License-Identifier: Apache-2.0
#include "plugins/app/request_roots.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>

namespace protowarden::app {
namespace {

std::string_view LastComponent(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// Lower is better.
using Rank = std::tuple<size_t, size_t, std::string>;

Rank RankOf(const std::string& root, const std::vector<std::string>& preferred) {
  const auto at = std::find(preferred.begin(), preferred.end(), root);
  return {static_cast<size_t>(at - preferred.begin()), root.size(), root};
}

const config::Module* FindModule(const config::Config& config, const std::string& root) {
  const auto found =
      std::find_if(config.modules.begin(), config.modules.end(),
                   [&](const config::Module& module) { return module.root == root; });
  return found == config.modules.end() ? nullptr : &*found;
}

}  // namespace

std::set<std::string> RootsOf(const std::set<std::string>& names,
                              const std::vector<io::TreeEntry>& entries,
                              const std::vector<std::string>& preferred) {
  std::multimap<std::string_view, const std::string*> by_last;
  for (const std::string& name : names) by_last.emplace(LastComponent(name), &name);
  std::map<std::string_view, Rank> best;  // by name
  for (const io::TreeEntry& entry : entries) {
    const auto [begin, end] = by_last.equal_range(LastComponent(entry.path));
    for (auto at = begin; at != end; ++at) {
      const std::string& name = *at->second;
      if (!entry.path.ends_with(name)) continue;
      std::string root = entry.path.substr(0, entry.path.size() - name.size());
      if (!root.empty() && root.back() != '/') continue;
      if (!root.empty()) root.pop_back();
      Rank rank = RankOf(root, preferred);
      const auto [kept, added] = best.emplace(name, rank);
      if (!added && rank < kept->second) kept->second = std::move(rank);
    }
  }
  std::set<std::string> roots;
  for (const auto& [name, rank] : best) roots.insert(std::get<std::string>(rank));
  return roots;
}

void FitModules(const std::set<std::string>& roots, config::Config& config) {
  if (config.modules.empty() && roots == std::set<std::string>{""}) return;
  const bool known = std::all_of(roots.begin(), roots.end(), [&](const std::string& root) {
    return FindModule(config, root) != nullptr;
  });
  if (known) return;
  std::vector<config::Module> modules;
  for (const std::string& root : roots) {
    if (const config::Module* own = FindModule(config, root)) {
      modules.push_back(*own);
      continue;
    }
    modules.push_back({.root = root, .includes = {}, .excludes = {}, .policy = config.policy});
    modules.back().policy.base = root;
  }
  config.modules = std::move(modules);
}

}  // namespace protowarden::app
