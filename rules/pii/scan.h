// SPDX-License-Identifier: Apache-2.0
//
// A schema's inventory of personal data: classification and existing annotations together.
#pragma once

#include "analyzer/engine/inventory.h"
#include "rules/pii/annotations.h"
#include "rules/pii/classifier.h"

namespace protowarden::rules::pii {

// Which files' records are taken: those that are compared or scanned (schema::File::is_target), or
// everything that was loaded.
enum class Extent : uint8_t { kTargets, kAll };

// Everything that was loaded counts as context, whatever is taken. Works on up to `jobs` threads.
[[nodiscard]] Inventory TakeInventory(const Policy& policy, const OptionNames& names,
                                      const schema::Schema& schema, const Classified& classified,
                                      Extent extent = Extent::kTargets, unsigned jobs = 1);

}  // namespace protowarden::rules::pii
