// SPDX-License-Identifier: Apache-2.0
//
// A schema's inventory of personal data: classification and existing annotations together.
#pragma once

#include "analyzer/engine/inventory.h"
#include "rules/pii/annotations.h"
#include "rules/pii/classifier.h"

namespace protowarden::rules::pii {

// Records of the files that are compared or scanned (schema::File::is_target), classified with
// everything that was loaded.
[[nodiscard]] Inventory TakeInventory(const Policy& policy, const OptionNames& names,
                                      const schema::Schema& schema, const Classified& classified);

}  // namespace protowarden::rules::pii
