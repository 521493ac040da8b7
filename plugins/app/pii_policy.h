// SPDX-License-Identifier: Apache-2.0
//
// The policy for personal data that holds for a workspace: the built-in one, the [pii] table of its
// configuration and its corrections.
#pragma once

#include <future>
#include <optional>
#include <string>

#include "analyzer/base/result.h"
#include "analyzer/config/config.h"
#include "rules/pii/corrections.h"
#include "rules/pii/policy.h"

namespace protowarden::app {

// Reads the built-in policy, which takes a tenth of a second, while other things are waited for.
// With one job it is read when it is needed. The result waits for it when it goes.
[[nodiscard]] std::future<void> ReadBuiltinPolicyAhead(unsigned jobs);

struct PolicyOptions {
  std::string corrections;       // --corrections: instead of the configured file
  bool new_corrections = false;  // that file need not exist
  std::optional<bool> learn;     // --no-learn
};

struct PiiPolicy {
  std::optional<rules::pii::Policy> own;
  std::string corrections_path;  // where they are read from and written to; empty: nowhere
  rules::pii::Corrections corrections;

  [[nodiscard]] const rules::pii::Policy& policy() const {
    return own.has_value() ? *own : rules::pii::BuiltinPolicy();
  }
};

// `base` is the folder that the configured path of corrections is relative to; empty when there is
// none.
[[nodiscard]] Result<PiiPolicy> ReadPiiPolicy(const config::Config& config, const std::string& base,
                                              const PolicyOptions& options);

}  // namespace protowarden::app
