// SPDX-License-Identifier: Apache-2.0
//
// Requests through the program `protowarden-llm`, which alone speaks HTTP and knows the key.
#pragma once

#include <memory>
#include <string>

#include "llm/helper_protocol.h"
#include "llm/transport.h"

namespace protowarden::llm {

// Starts `program`. Fails when it cannot be started. The transport ends it when it is destroyed.
[[nodiscard]] Result<std::unique_ptr<Transport>> StartChildTransport(const std::string& program,
                                                                     const HelperSetup& setup);

}  // namespace protowarden::llm
