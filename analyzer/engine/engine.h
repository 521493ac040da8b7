// SPDX-License-Identifier: Apache-2.0
//
// Runs the selected rules over a comparison. Pure: no file system, clock, environment or output.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "analyzer/compare/comparison.h"
#include "analyzer/engine/policy.h"

namespace protowarden {

struct EngineInput {
  const compare::Comparison& comparison;
  // The policy of a file by its path. Modules of one workspace may have different policies.
  std::function<const Policy&(const std::string& path)> policy_of;
  // Every policy in use, each once.
  std::vector<const Policy*> policies;
  // The personal data of each side, for rules that need it: of every file that was loaded. Without
  // them these rules do not run.
  const Inventory* inventory_before = nullptr;
  const Inventory* inventory_after = nullptr;
  // Null: made here. Given, it tells afterwards whether a rule asked.
  const ChangeUsage* usage = nullptr;
  // What the caller has made of the new side already; else it is made here.
  const InventoryIndex* index_after = nullptr;
  const Exposure* exposure_after = nullptr;
  // Judges the new side alone: the old one is empty, and only rules about a state run.
  bool one_sided = false;
};

// True when a selected rule of one of the policies satisfies the predicate.
template <typename Predicate>
[[nodiscard]] bool Selects(const std::vector<const Policy*>& policies, const Predicate& predicate) {
  for (const Policy* policy : policies) {
    for (const Policy::SelectedRule& selected : policy->rules()) {
      if (predicate(*selected.rule)) return true;
    }
  }
  return false;
}

// Findings of all rules, ignores applied, sorted and unique, with fingerprints.
[[nodiscard]] std::vector<Finding> RunRules(const EngineInput& input);

// Fingerprint of a finding: hex digest of rule, element and arguments.
[[nodiscard]] std::string Fingerprint(const Finding& finding);

}  // namespace protowarden
