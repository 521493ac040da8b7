// SPDX-License-Identifier: Apache-2.0
#include "plugins/app/change_policy.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>

#include "analyzer/base/text.h"

namespace protowarden::app {
namespace {

bool HasSay(std::string_view path) { return !path.ends_with(".proto"); }

// Content ids by path, of the files with a say.
std::map<std::string_view, std::string_view> FilesWithSay(const io::FileTree& tree) {
  std::map<std::string_view, std::string_view> files;
  for (const io::TreeEntry& entry : tree.entries()) {
    if (HasSay(entry.path)) files.emplace(entry.path, entry.content_id);
  }
  return files;
}

std::string Consequence(std::string_view path, Decider decider, const io::FileTree& before) {
  if (decider == Decider::kReviewed) return "A reviewer agreed, so it decides about this change.";
  // Corrections of the classifier count at once: without them no field could be added that it takes
  // for something else.
  if (decider == Decider::kChange || path.ends_with("/pii-corrections.toml")) {
    return "It decides about this change.";
  }
  if (decider == Decider::kBase) {
    return fmt::format("The version of {} decides about this change.", before.Describe());
  }
  return path.find(".protowarden/") == std::string_view::npos
             ? "It decides about this change, as its base has no configuration."
             : "What it adds does not count yet.";
}

}  // namespace

void TakePolicy(const config::Config& base, config::Config& change) {
  change.policy = base.policy;
  change.gate = base.gate;
  change.pii = base.pii;
  change.llm = base.llm;
  change.acceptance = base.acceptance;
  change.accepted = base.accepted;
  for (config::Module& module : change.modules) {
    const auto same =
        std::find_if(base.modules.begin(), base.modules.end(),
                     [&](const config::Module& other) { return other.root == module.root; });
    module.policy = same != base.modules.end() ? same->policy : base.policy;
    module.policy.base = module.root;
  }
}

std::vector<report::PolicyChange> PolicyChanges(const io::FileTree& before,
                                                const io::FileTree& after, Decider decider) {
  std::vector<report::PolicyChange> changes;
  const auto add = [&](std::string_view path, std::string_view what) {
    changes.push_back({after.DisplayPath(std::string(path)),
                       fmt::format("It {}. {}", what, Consequence(path, decider, before)),
                       decider != Decider::kReviewed, false});
  };
  const auto old_files = FilesWithSay(before);
  const auto new_files = FilesWithSay(after);
  for (const auto& [path, id] : new_files) {
    const auto old = old_files.find(path);
    if (old == old_files.end()) {
      add(path, "is new");
    } else if (old->second != id) {
      add(path, "was changed");
    }
  }
  for (const auto& [path, id] : old_files) {
    if (!new_files.contains(path)) add(path, "was deleted");
  }
  std::sort(changes.begin(), changes.end(),
            [](const auto& a, const auto& b) { return a.file < b.file; });
  return changes;
}

}  // namespace protowarden::app
