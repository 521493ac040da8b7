// SPDX-License-Identifier: Apache-2.0
//
// The gate of a run: the configured one with what the command line says.
#pragma once

#include <vector>

#include "analyzer/engine/gate.h"
#include "analyzer/engine/policy.h"

namespace protowarden::app {

// `policies` are those in use: the gate speaks of no category that they leave out.
[[nodiscard]] Result<Gate> MakeGate(GateSpec spec, const GateOverrides& overrides,
                                    const std::vector<const Policy*>& policies);

}  // namespace protowarden::app
