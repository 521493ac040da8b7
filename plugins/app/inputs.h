// SPDX-License-Identifier: Apache-2.0
//
// From what the user typed (PATH, --against, --staged, --config) to two sides that can be read.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "analyzer/io/file_tree.h"
#include "analyzer/io/git.h"
#include "analyzer/load/loader.h"
#include "analyzer/load/workspace.h"
#include "plugins/app/analyze.h"
#include "plugins/app/change_policy.h"

namespace protowarden::app {

struct Input {
  // Null for an image. Of a request the sources, for positions and configuration only.
  std::unique_ptr<io::FileTree> tree;
  load::Workspace workspace;
  std::vector<std::unique_ptr<schema::File>> image_files;
  std::string description;
};

struct Inputs {
  Input before;
  Input after;
  // What PATH restricts the report to, as a path of the tree; empty for everything.
  std::string filter;
  std::vector<std::string> notes;
  std::string base;            // the folder that paths are relative to; empty for a bare repository
  std::string when_unchanged;  // a note for a run that finds nothing changed
  // Set when the base is a commit.
  std::shared_ptr<io::GitRepository> repository;
  std::string base_commit;
  bool base_is_head = false;  // there are no commits between
  std::string prefix;         // of `base` in the repository
  Decider decider = Decider::kChange;
  // [[accept]] of the change's own configuration; that of `after` may be the base's.
  std::vector<Acceptance> own_accepted;
  std::vector<report::PolicyChange> policy_changes;
};

[[nodiscard]] Result<Inputs> OpenInputs(const AnalyzeOptions& options);

// What the loader reads of an input, whose files of an image it takes. `input` must outlive it.
[[nodiscard]] load::Side SideOf(Input& input);

// One side alone: what PATH names, or the git index.
struct OneInput {
  Input input;
  std::string filter;  // as in Inputs
  std::string base;    // the folder that paths are relative to; empty for a bare repository
};
[[nodiscard]] Result<OneInput> OpenInput(const AnalyzeOptions& options);

}  // namespace protowarden::app
