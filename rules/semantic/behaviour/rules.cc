// SPDX-License-Identifier: Apache-2.0
//
// Every rule about what calls and readers do.
#include "rules/semantic/behaviour/families.h"
#include "rules/semantic/families.h"

namespace protowarden::rules::semantic {

std::span<const Rule> BehaviourRules() {
  static const std::vector<Rule> kAll = [] {
    std::vector<Rule> all;
    for (const std::span<const Rule> family : {NumberRules(), EnumBehaviourRules(), MeaningRules(),
                                               RangeRules(), MethodBehaviourRules()}) {
      all.insert(all.end(), family.begin(), family.end());
    }
    return all;
  }();
  return kAll;
}

}  // namespace protowarden::rules::semantic
