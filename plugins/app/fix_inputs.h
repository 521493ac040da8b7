// SPDX-License-Identifier: Apache-2.0
//
// From the inputs of a run to the fixes of its findings. Internal to app/.
#pragma once

#include <vector>

#include "analyzer/load/loader.h"
#include "analyzer/report/report.h"
#include "plugins/app/fix.h"
#include "plugins/app/inputs.h"

namespace protowarden::app {

// For the findings of `report`, to which files that cannot be written add diagnostics.
[[nodiscard]] std::vector<FixedFile> ProposeFixes(Inputs& inputs, const load::LoadedPair& pair,
                                                  rules::fix::Deleted deleted,
                                                  report::Report& report);

}  // namespace protowarden::app
