// SPDX-License-Identifier: Apache-2.0
#include "plugins/app/inventory.h"

#include "rules/pii/scan.h"

namespace protowarden::app {

Inventory InventoryOf(const schema::Schema& schema) {
  const schema::Usage usage(schema);
  const rules::pii::Policy& policy = rules::pii::BuiltinPolicy();
  const rules::pii::Classified classified = rules::pii::Classify(policy, schema, usage);
  return rules::pii::TakeInventory(policy, {}, schema, classified, rules::pii::Extent::kAll);
}

}  // namespace protowarden::app
