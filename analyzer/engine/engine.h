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
};

// Findings of all rules, ignores applied, sorted and unique, with fingerprints.
[[nodiscard]] std::vector<Finding> RunRules(const EngineInput& input);

// Fingerprint of a finding: hex digest of rule, element and arguments.
[[nodiscard]] std::string Fingerprint(const Finding& finding);

}  // namespace protowarden
