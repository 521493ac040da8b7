// SPDX-License-Identifier: Apache-2.0
//
// What `protowarden init` finds in a repository.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/config/config.h"

namespace protowarden::cli {

struct InitFacts {
  std::optional<config::Config> buf;  // what buf.yaml or buf.work.yaml say
  // Modules of buf.yaml that have settings of their own, which protowarden.toml cannot hold.
  std::vector<std::string> own_settings;
  // Folders that import paths start from, as packages tell; empty when files disagree.
  std::vector<std::string> roots;
  size_t proto_files = 0;
  // Of the repository; empty without one.
  std::string top_level;
  std::string folder;             // the working directory below the top; empty at the top
  std::string default_branch;     // without its remote; "main" when none is known
  std::string hooks_folder;       // absolute
  bool hooks_are_shared = false;  // outside of the repository, with others
  bool on_github = false;         // it has a .github folder, or a remote there
};

// Of the working directory.
[[nodiscard]] Result<InitFacts> FindFacts();

}  // namespace protowarden::cli
