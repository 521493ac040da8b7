// SPDX-License-Identifier: Apache-2.0
//
// Whether and how a language model takes part: --llm, --llm-set.
#pragma once

#include "plugins/app/analyze.h"
#include "plugins/cli/command.h"

namespace protowarden::cli {

// A model takes part where one is configured, unless the options say otherwise. `review` must live
// as long as `app`.
void DeclareReview(CLI::App& app, app::ReviewOptions& review);

}  // namespace protowarden::cli
