// SPDX-License-Identifier: Apache-2.0
//
// From two sets of .proto texts to findings, without files or processes.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "analyzer/engine/engine.h"
#include "analyzer/load/loader.h"
#include "plugins/app/inventory.h"
#include "rules/catalogue.h"
#include "tests/support/memory_tree.h"

namespace protowarden::test {

using Texts = std::map<std::string, std::string>;

// Both sides loaded as `protowarden breaking` does. Keeps the trees to ask what was read.
struct LoadedTexts {
  MemoryTree before_tree;
  MemoryTree after_tree;
  load::LoadedPair pair;
};

inline LoadedTexts LoadTexts(const Texts& before, const Texts& after,
                             load::LoadOptions options = {}) {
  LoadedTexts loaded{MemoryTree(before, "before"), MemoryTree(after, "after"), {}};
  const load::Workspace before_workspace(loaded.before_tree.entries(), {}, {});
  const load::Workspace after_workspace(loaded.after_tree.entries(), {}, {});
  load::Timings timings;
  loaded.pair = load::LoadPair({&loaded.before_tree, &before_workspace, {}},
                               {&loaded.after_tree, &after_workspace, {}}, options, timings);
  return loaded;
}

// Findings of the rules and categories in `use`.
inline std::vector<Finding> FindingsOf(const Texts& before, const Texts& after,
                                       const std::vector<std::string>& use,
                                       bool buf_profile = true) {
  const LoadedTexts loaded =
      LoadTexts(before, after, {.whole_packages = true, .importers = load::Importers::kAll});
  const compare::Comparison comparison(loaded.pair.before, loaded.pair.after);
  PolicySpec spec;
  spec.use = use;
  spec.buf_profile = buf_profile;
  const Result<Policy> policy = Policy::Create(spec, rules::Catalogue());
  if (!policy.ok()) return {};
  EngineInput input{
      comparison, [&](const std::string&) -> const Policy& { return *policy; }, {&*policy}};
  const Inventory inventory_before = app::InventoryOf(loaded.pair.before, {}, 1);
  const Inventory inventory_after = app::InventoryOf(loaded.pair.after, {}, 1);
  input.inventory_before = &inventory_before;
  input.inventory_after = &inventory_after;
  return RunRules(input);
}

// "file:line:column RULE" of each finding.
inline std::vector<std::string> Places(const std::vector<Finding>& findings) {
  std::vector<std::string> places;
  for (const Finding& finding : findings) {
    places.push_back(finding.location.path + ":" + std::to_string(finding.location.span.line) +
                     ":" + std::to_string(finding.location.span.column) + " " + finding.rule);
  }
  return places;
}

}  // namespace protowarden::test
