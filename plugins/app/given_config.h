// SPDX-License-Identifier: Apache-2.0
//
// The value of --config.
#pragma once

#include <string>

#include "analyzer/config/config.h"

namespace protowarden::app {

// A file (protowarden.toml or a buf.yaml), or the YAML or JSON text itself.
[[nodiscard]] Result<config::Config> ReadGivenConfig(const std::string& given);

}  // namespace protowarden::app
