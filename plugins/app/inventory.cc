// SPDX-License-Identifier: Apache-2.0
#include "plugins/app/inventory.h"

#include "rules/pii/scan.h"

namespace protowarden::app {

namespace pii = rules::pii;

Inventory InventoryOf(const schema::Schema& schema, const PiiPolicy& policy) {
  const schema::Usage usage(schema);
  const pii::Classified classified =
      pii::Classify(policy.policy(), schema, usage, {.corrections = &policy.corrections});
  return pii::TakeInventory(policy.policy(), policy.policy().annotations, schema, classified,
                            pii::Extent::kAll);
}

}  // namespace protowarden::app
