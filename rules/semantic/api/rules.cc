// SPDX-License-Identifier: Apache-2.0
//
// Every rule about google.api annotations and other parts of the contract of an API.
#include "rules/semantic/api/families.h"
#include "rules/semantic/families.h"

namespace protowarden::rules::semantic {

std::span<const Rule> ApiContractRules() {
  static const std::vector<Rule> kAll = [] {
    std::vector<Rule> all;
    for (const std::span<const Rule> family :
         {HttpRules(), FieldBehaviorRules(), MethodSignatureRules(), ResourceRules(),
          ServiceRules(), OperationRules(), VisibilityRules(), FieldInfoRules(),
          DeprecationRules()}) {
      all.insert(all.end(), family.begin(), family.end());
    }
    return all;
  }();
  return kAll;
}

}  // namespace protowarden::rules::semantic
