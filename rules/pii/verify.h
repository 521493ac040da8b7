// SPDX-License-Identifier: Apache-2.0
//
// Compares an inventory with a reference.
#pragma once

#include "analyzer/engine/inventory.h"
#include "analyzer/engine/verification.h"
#include "rules/pii/reference.h"

namespace protowarden::rules::pii {

// Elements are found by their full name, else by their name without the package. A row whose
// element the schema does not have is a mistake.
[[nodiscard]] Verification Verify(const Inventory& inventory, const Reference& reference);

}  // namespace protowarden::rules::pii
