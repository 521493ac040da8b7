// SPDX-License-Identifier: Apache-2.0
#include "plugins/app/gate.h"

#include "rules/catalogue.h"

namespace protowarden::app {

Result<Gate> MakeGate(GateSpec spec, const GateOverrides& overrides,
                      const std::vector<const Policy*>& policies) {
  // What the configuration says is checked even where the command line overrides it.
  const auto configured = Gate::Create(spec, rules::Catalogue());
  if (!configured.ok()) return configured.error();
  const Status overridden = Override(overrides, rules::Catalogue(), spec);
  if (!overridden.ok()) return overridden.error();
  auto gate = Gate::Create(spec, rules::Catalogue());
  if (!gate.ok()) return gate.error();
  CategorySet in_use = 0;
  for (const Policy* policy : policies) {
    for (const Policy::SelectedRule& selected : policy->rules()) {
      in_use = static_cast<CategorySet>(in_use | selected.rule->categories);
    }
  }
  gate->Keep(in_use);
  return gate;
}

}  // namespace protowarden::app
