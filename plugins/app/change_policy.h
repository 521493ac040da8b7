// SPDX-License-Identifier: Apache-2.0
//
// Whose policy judges a change: a pull request must not weaken its own gate, so what decides about
// it (rules, gate, personal data, acceptances, baseline) is read from the commit that it is
// compared with, and changes of it are reported.
#pragma once

#include <cstdint>
#include <vector>

#include "analyzer/config/config.h"
#include "analyzer/io/file_tree.h"
#include "analyzer/report/report.h"

namespace protowarden::app {

// Replaces what decides in the configuration of the change by that of its base; which files belong
// to which module stays. Modules that the base does not have get its default policy.
void TakePolicy(const config::Config& base, config::Config& change);

// Whose version decides.
enum class Decider : uint8_t {
  kBase,       // that of the base
  kNewPolicy,  // the change's, as the base has no configuration; acceptances are still the base's
  kReviewed,   // the change's, because a reviewer agreed
  kChange,     // the change's: the base is no commit, or its configuration says so
};

// The files with a say in the gate that differ between both sides, by path.
[[nodiscard]] std::vector<report::PolicyChange> PolicyChanges(const io::FileTree& before,
                                                              const io::FileTree& after,
                                                              Decider decider);

}  // namespace protowarden::app
