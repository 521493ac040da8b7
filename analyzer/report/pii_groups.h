// SPDX-License-Identifier: Apache-2.0
//
// The personal data of an inventory by regulation, service, level or type.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/inventory.h"

namespace protowarden::report {

enum class GroupBy : uint8_t { kRegulation, kService, kLevel, kType };
[[nodiscard]] std::optional<GroupBy> ParseGroupBy(std::string_view text);
[[nodiscard]] std::string_view Name(GroupBy by);  // "regulation"

struct PiiGroup {
  std::string name;                        // "GDPR", "shop.v1.Accounts", "HIGH", "SSN"
  std::array<size_t, 5> by_level{};        // of `fields`; indexed by Sensitivity
  std::vector<const FieldRecord*> fields;  // as in the inventory
};

// Fields with personal data in every group they belong to. A field whose level is that of the
// message it holds is left out: the fields inside are there. Sorted by name, levels worst first;
// fields that belong to none come last, as "(none)". For services the inventory must say which
// fields they carry.
[[nodiscard]] std::vector<PiiGroup> GroupsOf(const Inventory& inventory, GroupBy by);

}  // namespace protowarden::report
