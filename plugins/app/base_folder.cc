// SPDX-License-Identifier: Apache-2.0
#include "plugins/app/base_folder.h"

#include <algorithm>
#include <string_view>

#include "analyzer/config/config.h"
#include "analyzer/io/tree_support.h"

namespace protowarden::app {
namespace {

namespace fs = std::filesystem;

bool HasFile(const fs::path& folder, std::string_view name) {
  std::error_code failure;
  return fs::is_regular_file(folder / name, failure);
}

// True when the buf.work.yaml in `workspace` has `folder` among its modules. One that cannot be
// read does: its error is then reported, not lost.
bool WorkspaceLists(const fs::path& workspace, const fs::path& folder) {
  const Result<std::string> text = io::ReadFile(workspace / "buf.work.yaml");
  if (!text.ok()) return true;
  const auto modules = config::ParseBufWork(*text, "buf.work.yaml");
  if (!modules.ok()) return true;
  const fs::path relative = folder.lexically_relative(workspace);
  return std::any_of(modules->begin(), modules->end(), [&](const std::string& module) {
    return fs::path(config::JoinPath("", module)) == relative;
  });
}

}  // namespace

std::optional<fs::path> FindConfigured(const fs::path& folder, const fs::path& top) {
  std::optional<fs::path> found;
  for (fs::path at = folder;; at = at.parent_path()) {
    if (HasFile(at, "buf.work.yaml") && (!found.has_value() || WorkspaceLists(at, *found))) {
      return at;
    }
    const bool configured = HasFile(at, "protowarden.toml") || HasFile(at, "buf.yaml");
    if (configured && !found.has_value()) found = at;
    if (at == top || at == at.parent_path()) return found;
  }
}

FolderBases BasesOf(const fs::path& after, const fs::path& before) {
  const auto after_base = FindConfigured(after, after.root_path());
  const auto before_base = FindConfigured(before, before.root_path());
  if (after_base.has_value() && before_base.has_value() &&
      after.lexically_relative(*after_base) == before.lexically_relative(*before_base)) {
    return {*after_base, *before_base};
  }
  return {after, before};
}

}  // namespace protowarden::app
