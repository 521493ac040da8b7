// SPDX-License-Identifier: Apache-2.0
#include "analyzer/schema/member_index.h"

#include <algorithm>

#include "analyzer/schema/model.h"

namespace protowarden::schema {

void FieldIndex::Build(const std::vector<Field>& fields) {
  by_number_.clear();
  by_number_.reserve(fields.size());
  for (const Field& field : fields) by_number_.push_back(&field);
  by_name_ = by_number_;
  std::stable_sort(by_number_.begin(), by_number_.end(),
                   [](const Field* a, const Field* b) { return a->number < b->number; });
  std::stable_sort(by_name_.begin(), by_name_.end(),
                   [](const Field* a, const Field* b) { return a->name < b->name; });
}

const Field* FieldIndex::Find(int32_t number) const {
  const auto found =
      std::lower_bound(by_number_.begin(), by_number_.end(), number,
                       [](const Field* field, int32_t key) { return field->number < key; });
  return found == by_number_.end() || (*found)->number != number ? nullptr : *found;
}

const Field* FieldIndex::Find(std::string_view name) const {
  const auto found =
      std::lower_bound(by_name_.begin(), by_name_.end(), name,
                       [](const Field* field, std::string_view key) { return field->name < key; });
  return found == by_name_.end() || (*found)->name != name ? nullptr : *found;
}

void ReservedIndex::Build(const std::vector<NumberRange>& ranges,
                          const std::vector<ReservedName>& names) {
  std::vector<std::pair<int64_t, int64_t>> sorted;
  sorted.reserve(ranges.size());
  for (const NumberRange& range : ranges) {
    if (range.start <= range.end) sorted.emplace_back(range.start, range.end);
  }
  std::sort(sorted.begin(), sorted.end());
  ranges_.clear();
  for (const auto& range : sorted) {
    if (!ranges_.empty() && range.first <= ranges_.back().second) {
      ranges_.back().second = std::max(ranges_.back().second, range.second);
    } else {
      ranges_.push_back(range);
    }
  }
  names_.clear();
  names_.reserve(names.size());
  for (const ReservedName& reserved : names) names_.push_back(reserved.name);
  std::sort(names_.begin(), names_.end());
}

bool ReservedIndex::Has(int64_t number) const {
  const auto after = std::upper_bound(
      ranges_.begin(), ranges_.end(), number,
      [](int64_t key, const std::pair<int64_t, int64_t>& range) { return key < range.first; });
  return after != ranges_.begin() && number <= std::prev(after)->second;
}

bool ReservedIndex::Has(std::string_view name) const {
  return std::binary_search(names_.begin(), names_.end(), name);
}

}  // namespace protowarden::schema
