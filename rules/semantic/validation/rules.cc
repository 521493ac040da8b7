// SPDX-License-Identifier: Apache-2.0
//
// Every rule about which values a field accepts, and which fields must be set.
#include <vector>

#include "rules/semantic/families.h"
#include "rules/semantic/validation/families.h"

namespace protowarden::rules::semantic {

std::span<const Rule> ValidationRules() {
  static const std::vector<Rule> kAll = [] {
    std::vector<Rule> all;
    for (const std::span<const Rule> family :
         {ValueRules(), RequiredRules(), MessageValidationRules()}) {
      all.insert(all.end(), family.begin(), family.end());
    }
    return all;
  }();
  return kAll;
}

}  // namespace protowarden::rules::semantic
