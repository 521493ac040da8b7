// SPDX-License-Identifier: Apache-2.0
#include "plugins/app/inventory.h"

#include <map>
#include <set>

#include "rules/pii/scan.h"

namespace protowarden::app {

namespace pii = rules::pii;

void AddServices(const schema::Schema& schema, const Exposure& exposure, Inventory& inventory) {
  std::map<std::string_view, std::set<std::string>> services;  // by the field's full name
  for (const auto& file : schema.files()) {
    for (const schema::Service& service : file->services) {
      for (const schema::Method& method : service.methods) {
        for (const schema::Message* message : {method.input, method.output}) {
          for (const ExposedField& field : exposure.Of(message)) {
            services[field.record->element].insert(service.full_name);
          }
        }
      }
    }
  }
  for (FieldRecord& record : inventory.fields) {
    const auto found = services.find(record.element);
    if (found != services.end()) record.services = {found->second.begin(), found->second.end()};
  }
}

void AddServices(const schema::Schema& schema, Inventory& inventory) {
  const schema::Usage usage(schema);
  const InventoryIndex index(inventory);
  AddServices(schema, Exposure(schema, usage, index), inventory);
}

Inventory InventoryOf(const schema::Schema& schema, const PiiPolicy& policy, unsigned jobs) {
  const schema::Usage usage(schema);
  const pii::Classified classified =
      pii::Classify(policy.policy(), schema, usage,
                    {.annotations = true, .corrections = &policy.corrections, .jobs = jobs});
  return pii::TakeInventory(policy.policy(), policy.policy().annotations, schema, classified,
                            pii::Extent::kAll, jobs);
}

}  // namespace protowarden::app
