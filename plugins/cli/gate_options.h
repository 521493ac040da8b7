// SPDX-License-Identifier: Apache-2.0
//
// The options that say otherwise than the [gate] table of the configuration.
#pragma once

#include "analyzer/engine/gate.h"
#include "plugins/cli/command.h"

namespace protowarden::cli {

// Adds --fail-on, --min-confidence and --mode; `overrides` must live as long as `app`.
inline void DeclareGate(CLI::App& app, GateOverrides& overrides) {
  app.add_option(
         "--fail-on", overrides.fail_on,
         "Lowest severity that fails the run: LOW, MEDIUM, HIGH, CRITICAL or never; for one "
         "category or rule NAME=SEVERITY")
      ->delimiter(',');
  app.add_option("--min-confidence", overrides.min_confidence,
                 "Findings less sure than LOW, MEDIUM or HIGH never fail the run");
  app.add_option("--mode", overrides.mode,
                 "enforce, or shadow: say what would fail the run, but pass");
}

}  // namespace protowarden::cli
