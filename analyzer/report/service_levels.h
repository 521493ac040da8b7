// SPDX-License-Identifier: Apache-2.0
//
// The personal data of an inventory by service, counted: what a chart shows.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "analyzer/engine/inventory.h"

namespace protowarden::report {

// The personal data that the methods of one service carry.
struct ServiceLevels {
  std::string service;               // full name; "(none)" for what no method carries
  std::array<size_t, 5> by_level{};  // fields, indexed by Sensitivity
};

// By name, "(none)" last. The inventory must say which fields a service carries.
[[nodiscard]] std::vector<ServiceLevels> LevelsByService(const Inventory& inventory);

}  // namespace protowarden::report
