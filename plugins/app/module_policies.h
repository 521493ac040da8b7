// SPDX-License-Identifier: Apache-2.0
//
// The policies of a run: each module of a workspace may have its own.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/engine/policy.h"
#include "plugins/app/analyze.h"
#include "plugins/app/inputs.h"

namespace protowarden::app {

class ModulePolicies {
 public:
  // What is configured for each module, with what the command selects. `inputs` must outlive it.
  [[nodiscard]] static Result<ModulePolicies> Create(const AnalyzeOptions& options,
                                                     const Inputs& inputs);

  // That of a file, by its identity.
  [[nodiscard]] const Policy& Of(const std::string& path) const;

  [[nodiscard]] std::vector<const Policy*> InUse() const;

  // What to tell the user about them: ignore entries that match nothing, for one.
  [[nodiscard]] std::vector<std::string> Notes() const;

 private:
  std::vector<std::unique_ptr<Policy>> all_;  // the default, then one a module
  const Inputs* inputs_ = nullptr;
};

}  // namespace protowarden::app
