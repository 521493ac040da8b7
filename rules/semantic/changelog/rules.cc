// SPDX-License-Identifier: Apache-2.0
//
// Every rule about what breaks nobody.
#include <vector>

#include "rules/semantic/changelog/changelog.h"
#include "rules/semantic/families.h"

namespace protowarden::rules::semantic {

std::string TypeText(const schema::Field& field) {
  const std::string type(field.type_name.empty() ? schema::Name(field.kind) : field.type_name);
  if (field.IsMap()) return "map";
  return field.IsList() ? "repeated " + type : type;
}

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
