// SPDX-License-Identifier: Apache-2.0
//
// Counts of an inventory that several writers show.
#pragma once

#include <cstddef>

#include "analyzer/engine/inventory.h"

namespace protowarden::report {

struct PiiTotals {
  size_t fields = 0;
  size_t pii_fields = 0;
  size_t unannotated = 0;   // personal data without annotation
  size_t by_level[5] = {};  // indexed by Sensitivity
};
[[nodiscard]] PiiTotals TotalsOf(const Inventory& inventory);

}  // namespace protowarden::report
