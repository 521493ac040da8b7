// SPDX-License-Identifier: Apache-2.0
//
// rules/pii/policy/*.toml, compiled in.
#pragma once

#include <span>

#include "analyzer/base/embedded_file.h"

namespace protowarden::rules::pii {

// Generated; sorted by path relative to that folder.
[[nodiscard]] std::span<const EmbeddedFile> PolicyFiles();

}  // namespace protowarden::rules::pii
