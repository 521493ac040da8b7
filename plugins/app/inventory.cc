// SPDX-License-Identifier: Apache-2.0
#include "plugins/app/inventory.h"

#include "rules/pii/builtin_policy.h"
#include "rules/pii/policy_reader.h"
#include "rules/pii/scan.h"

namespace protowarden::app {

namespace pii = rules::pii;

Result<pii::Policy> PolicyOf(const config::Config& config) {
  if (config.pii.empty()) return pii::BuiltinPolicy();
  return pii::ReadPolicy(pii::PolicyFiles(), config.pii, config.origin);
}

Inventory InventoryOf(const schema::Schema& schema, const pii::Policy& policy) {
  const schema::Usage usage(schema);
  const pii::Classified classified = pii::Classify(policy, schema, usage);
  return pii::TakeInventory(policy, policy.annotations, schema, classified, pii::Extent::kAll);
}

}  // namespace protowarden::app
