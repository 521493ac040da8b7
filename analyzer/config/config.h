// SPDX-License-Identifier: Apache-2.0
//
// Configuration: protowarden.toml, or an existing buf.yaml / buf.work.yaml. Text in, values out;
// load/workspace.h reads the files.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/engine/finding.h"
#include "analyzer/engine/policy.h"

namespace protowarden::config {

// A module: a folder that import paths start from.
struct Module {
  std::string root;                   // relative to the workspace base; "" is the base itself
  std::vector<std::string> includes;  // if not empty, only these folders (relative to the base)
  std::vector<std::string> excludes;  // relative to the base
  PolicySpec policy;
};

struct Config {
  std::string origin;  // path of the file it was read from; empty for defaults
  // Modules whose roots were given; when empty, import roots are inferred from the imports.
  std::vector<Module> modules;
  std::vector<std::string> import_roots;  // searched for imports only, like -I
  PolicySpec policy;                      // for files outside the modules, and the default
  // The gate: findings of at least this severity fail the run.
  Severity fail_on = Severity::kLow;
};

// protowarden.toml. Unknown keys are usage errors with a did-you-mean and a line number.
[[nodiscard]] Result<Config> ParseToml(std::string_view text, const std::string& origin);

// buf.yaml in its versions v1beta1, v1 and v2. `directory` is the folder of the file relative to
// the workspace base. Keys that only concern lint, deps or generation are accepted and skipped.
[[nodiscard]] Result<Config> ParseBufYaml(std::string_view text, const std::string& origin,
                                          const std::string& directory);

// buf.work.yaml (v1): the module folders, each of which may have its own buf.yaml.
[[nodiscard]] Result<std::vector<std::string>> ParseBufWork(std::string_view text,
                                                            const std::string& origin);

// The closest of the candidates to a misspelt word, or empty when none is near.
[[nodiscard]] std::string DidYouMean(std::string_view word,
                                     const std::vector<std::string>& candidates);

}  // namespace protowarden::config
