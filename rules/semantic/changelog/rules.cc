// SPDX-License-Identifier: Apache-2.0
//
// Every rule about what breaks nobody.
#include <vector>

#include "rules/semantic/changelog/changelog.h"
#include "rules/semantic/families.h"

namespace protowarden::rules::semantic {

std::span<const Rule> ChangelogRules() {
  static const std::vector<Rule> kAll = [] {
    std::vector<Rule> all;
    for (const auto family : {AdditionRules(), RemovalRules(), ModificationRules()}) {
      all.insert(all.end(), family.begin(), family.end());
    }
    return all;
  }();
  return kAll;
}

}  // namespace protowarden::rules::semantic
