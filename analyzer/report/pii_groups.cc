// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/pii_groups.h"

#include <algorithm>
#include <map>

namespace protowarden::report {
namespace {

constexpr std::array<std::string_view, 4> kNames = {"regulation", "service", "level", "type"};
constexpr std::string_view kNone = "(none)";

std::vector<std::string> GroupsOfField(const FieldRecord& field, GroupBy by) {
  switch (by) {
    case GroupBy::kRegulation:
      return field.regulations;
    case GroupBy::kService:
      return field.services;
    case GroupBy::kLevel:
      return {std::string(protowarden::Name(field.sensitivity))};
    case GroupBy::kType:
      break;
  }
  return field.annotation_types.empty() ? field.pii_types : field.annotation_types;
}

}  // namespace

std::optional<GroupBy> ParseGroupBy(std::string_view text) {
  const auto* const found = std::find(kNames.begin(), kNames.end(), text);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<GroupBy>(found - kNames.begin());
}

std::string_view Name(GroupBy by) { return kNames.at(static_cast<size_t>(by)); }

std::vector<PiiGroup> GroupsOf(const Inventory& inventory, GroupBy by) {
  std::map<std::string, PiiGroup> groups;
  const auto add = [&](const std::string& name, const FieldRecord& field) {
    PiiGroup& group = groups[name];
    group.name = name;
    ++group.by_level.at(static_cast<size_t>(field.sensitivity));
    group.fields.push_back(&field);
  };
  for (const FieldRecord& field : inventory.fields) {
    if (field.sensitivity == Sensitivity::kPublic) continue;
    if (field.container) continue;
    const std::vector<std::string> names = GroupsOfField(field, by);
    for (const std::string& name : names) add(name, field);
    if (names.empty()) add(std::string(kNone), field);
  }
  std::vector<PiiGroup> sorted;
  for (auto& [name, group] : groups) sorted.push_back(std::move(group));
  std::stable_sort(sorted.begin(), sorted.end(), [&](const PiiGroup& a, const PiiGroup& b) {
    if (by == GroupBy::kLevel) {
      return ParseSensitivity(a.name).value_or(Sensitivity::kPublic) >
             ParseSensitivity(b.name).value_or(Sensitivity::kPublic);
    }
    return (a.name == kNone) < (b.name == kNone);
  });
  return sorted;
}

}  // namespace protowarden::report
