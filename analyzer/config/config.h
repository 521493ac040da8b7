// SPDX-License-Identifier: Apache-2.0
//
// Configuration: protowarden.toml, or an existing buf.yaml / buf.work.yaml. Text in, values out;
// load/workspace.h reads the files.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/engine/acceptance.h"
#include "analyzer/engine/gate.h"
#include "analyzer/engine/policy.h"

namespace protowarden::config {

// A module: a folder that import paths start from. Paths are relative to the workspace base.
struct Module {
  std::string root;                   // "" is the base itself
  std::vector<std::string> includes;  // if not empty, only files below these
  std::vector<std::string> excludes;  // files, folders or globs that are left out
  PolicySpec policy;
};

// What may accept a finding that the same change brings. Read from the base, so that no change
// decides about itself.
struct AcceptancePolicy {
  // The policy, the baseline and the acceptances of the base count; those of the change are
  // pending.
  bool from_base = true;
  bool trailers = true;     // a commit's Protowarden-Allow trailer
  bool labels = true;       // a reviewer's consent, as --reviewed passes it on
  bool codeowners = false;  // acceptance files that CODEOWNERS gives an owner, who has to approve
  bool comments = false;    // `protowarden:allow` in the changed schema
  bool files = false;       // acceptance files and the baseline
  bool policy_change_fails = false;  // a changed policy fails the gate until it is reviewed
};

struct Config {
  std::string origin;  // path of the file it was read from; empty for defaults
  // Modules whose roots were given; when empty, every file of the base belongs to one module and
  // import roots are inferred.
  std::vector<Module> modules;
  std::vector<std::string> import_roots;  // searched for imports only, like -I
  std::vector<std::string> excludes;      // left out of the schema altogether
  PolicySpec policy;                      // for files outside the modules, and the default
  GateSpec gate;
  AcceptancePolicy acceptance;
  std::vector<Acceptance> accepted;  // [[accept]]
  // The text of the file when it has a [pii] table, which rules/pii/policy_reader.h reads.
  std::string pii;
  // The same for [llm], which llm/settings.h reads.
  std::string llm;
};

// Larger configuration files are refused.
inline constexpr size_t kMaxConfigSize = size_t{1} << 20U;

// A key of protowarden.toml, for messages and `protowarden config`.
struct KeyDoc {
  std::string_view key;   // "breaking.use"
  std::string_view type;  // "list of strings"
  std::string_view text;
};
[[nodiscard]] std::span<const KeyDoc> KnownKeys();

// protowarden.toml. Unknown keys are usage errors with a did-you-mean and a line number.
[[nodiscard]] Result<Config> ParseToml(std::string_view text, const std::string& origin);

// buf.yaml in its versions v1beta1, v1 and v2 (YAML or JSON). `directory` is the folder of the file
// relative to the workspace base. Keys that only concern lint, dependencies or generation are
// accepted and skipped.
// Source: https://buf.build/docs/configuration/v2/buf-yaml/ and .../v1/buf-yaml/
[[nodiscard]] Result<Config> ParseBufYaml(std::string_view text, const std::string& origin,
                                          const std::string& directory);

// buf.work.yaml (v1): the module folders, each of which may have its own buf.yaml.
[[nodiscard]] Result<std::vector<std::string>> ParseBufWork(std::string_view text,
                                                            const std::string& origin);

// A usage error when the text of a configuration file is larger than kMaxConfigSize.
[[nodiscard]] Status CheckSize(std::string_view text, const std::string& origin);

// `path` below `directory`, both relative; "." and "" mean the base.
[[nodiscard]] std::string JoinPath(std::string_view directory, std::string_view path);

}  // namespace protowarden::config
