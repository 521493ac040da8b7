// SPDX-License-Identifier: Apache-2.0
//
// Composes loading, classification and masking of one payload.
#pragma once

#include <string>
#include <string_view>

#include "analyzer/base/result.h"
#include "analyzer/mask/mask.h"
#include "plugins/app/scan.h"

namespace protowarden::app {

struct MaskOptions {
  ScanOptions scan;     // where the schema is
  std::string message;  // full name, or a name that only one message has
  bool binary = false;  // else JSON
  mask::Options mask;
};

// Fails when the schema cannot be read in full: what is not known cannot be masked.
[[nodiscard]] Result<mask::Masked> MaskPayload(const MaskOptions& options,
                                               std::string_view payload);

}  // namespace protowarden::app
