// SPDX-License-Identifier: Apache-2.0
//
// Composes loading, rules and reporting into one call; every way in (CLI, hook, Action, MCP) is a
// thin layer above it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/base/exit_code.h"
#include "analyzer/base/result.h"
#include "analyzer/engine/inventory.h"
#include "analyzer/load/loader.h"
#include "analyzer/load/plugin_request.h"
#include "analyzer/report/report.h"
#include "plugins/app/fix.h"
#include "plugins/app/pii_policy.h"

namespace protowarden::app {

// Which rules run.
enum class Checks : uint8_t {
  kBreaking,   // those that the configuration selects
  kPrivacy,    // those about personal data
  kAll,        // both, the API's contract and what breaks nobody
  kChangelog,  // the same without personal data
  kMigration,  // everything that may break anybody, and what breaks nobody
};

// Whether a language model takes part.
struct ReviewOptions {
  std::string mode =
      "off";             // "off", "on", "replay" (answers of the cache alone); "": as configured
  bool dry_run = false;  // only say what would be sent
  std::vector<std::string> set;  // "key=value": settings beside the configured ones
};

struct AnalyzeOptions {
  std::string command = "breaking";  // as the report names it
  Checks checks = Checks::kBreaking;
  std::string path = ".";  // a folder, file or image
  // The new side as protoc sees it, instead of what PATH holds; PATH says where its sources are.
  // Must live as long as the call.
  const load::PluginRequest* request = nullptr;
  std::vector<std::string> source_roots;  // more folders with sources of `request`
  std::string against;                    // SPEC; empty: merge base with the default branch
  bool staged = false;                    // analyse the git index instead of the working tree
  std::string config;                     // --config: a file, or YAML/JSON text
  std::string against_config;             // --against-config
  std::string policy_from;                // --policy-from: "base" or "head"; empty: as configured
  // Who agreed to what the change says about its own judgement; empty: nobody.
  std::string reviewed;
  std::vector<std::string> import_roots;   // -I
  std::vector<std::string> use;            // --category: replaces `use`
  std::vector<std::string> except;         // --except
  std::vector<std::string> skip;           // --skip: left out besides
  std::vector<std::string> only_paths;     // --path: report only on these
  std::vector<std::string> exclude_paths;  // --exclude-path
  bool ignore_unstable_packages = false;
  GateOverrides gate;
  std::optional<bool> buf_profile;
  PolicyOptions pii_policy;
  ReviewOptions review;
  bool excerpts = true;                    // read the source lines of findings
  bool pii_services = false;               // say which services carry personal data
  std::optional<rules::fix::Deleted> fix;  // propose fixes
  unsigned jobs = 1;
  std::function<void(const char* phase, size_t done, size_t total)> progress;
};

// Reads both sides, runs the rules, builds the report. Errors are usage errors or failures that
// leave nothing to report on; partial failures are in Report::diagnostics.
[[nodiscard]] Result<report::Report> Analyze(const AnalyzeOptions& options, load::Timings& timings);

// The same with the personal data of the whole new side, if a rule asked for it, and fixes.
struct Analysis {
  report::Report report;
  Inventory inventory;
  std::vector<std::string> files;  // display paths of what `inventory` covers
  std::vector<FixedFile> fixes;
  std::string planned;   // with ReviewOptions::dry_run: the requests that would be sent
  bool pending = false;  // what the change accepts in files is not effective
  std::string base;      // the folder that paths are relative to; empty for a bare repository
};
[[nodiscard]] Result<Analysis> AnalyzeWithInventory(const AnalyzeOptions& options,
                                                    load::Timings& timings);

// kPassed, kGateFailed or kCannotAnalyse.
[[nodiscard]] ExitCode ExitCodeOf(const report::Report& report);

}  // namespace protowarden::app
