// SPDX-License-Identifier: Apache-2.0
//
// From a schema and a configuration to the personal data that the schema holds.
#pragma once

#include "analyzer/base/result.h"
#include "analyzer/config/config.h"
#include "analyzer/engine/inventory.h"
#include "analyzer/schema/schema.h"
#include "rules/pii/policy.h"

namespace protowarden::app {

// The built-in policy, extended by the [pii] table of the configuration.
[[nodiscard]] Result<rules::pii::Policy> PolicyOf(const config::Config& config);

// Of every file that was loaded.
[[nodiscard]] Inventory InventoryOf(const schema::Schema& schema, const rules::pii::Policy& policy);

}  // namespace protowarden::app
