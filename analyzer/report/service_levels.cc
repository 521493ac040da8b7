// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/service_levels.h"

#include "analyzer/report/pii_groups.h"

namespace protowarden::report {

std::vector<ServiceLevels> LevelsByService(const Inventory& inventory) {
  std::vector<ServiceLevels> levels;
  for (PiiGroup& group : GroupsOf(inventory, GroupBy::kService)) {
    levels.push_back({std::move(group.name), group.by_level});
  }
  return levels;
}

}  // namespace protowarden::report
