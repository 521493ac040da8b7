// SPDX-License-Identifier: Apache-2.0
//
// From a schema to the personal data that it holds.
#pragma once

#include "analyzer/engine/exposure.h"
#include "analyzer/engine/inventory.h"
#include "analyzer/schema/schema.h"
#include "plugins/app/pii_policy.h"

namespace protowarden::app {

// Of every file that was loaded, on up to `jobs` threads.
[[nodiscard]] Inventory InventoryOf(const schema::Schema& schema, const PiiPolicy& policy,
                                    unsigned jobs = 1);

// Fills FieldRecord::services.
void AddServices(const schema::Schema& schema, const Exposure& exposure, Inventory& inventory);
void AddServices(const schema::Schema& schema, Inventory& inventory);

}  // namespace protowarden::app
