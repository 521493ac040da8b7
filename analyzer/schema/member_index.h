// SPDX-License-Identifier: Apache-2.0
//
// Lookups among the members of one message or enum, so that those with 100,000 members take no
// quadratic time. Made by the linker; refers to the members, which must stay where they are.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace protowarden::schema {

struct Field;
struct NumberRange;
struct ReservedName;

// The fields of a message. Of several with one number or name the first counts.
class FieldIndex {
 public:
  // False until Build: then the fields are to be searched one by one.
  [[nodiscard]] bool built() const { return !by_number_.empty(); }
  void Build(const std::vector<Field>& fields);
  [[nodiscard]] const Field* Find(int32_t number) const;
  [[nodiscard]] const Field* Find(std::string_view name) const;

 private:
  std::vector<const Field*> by_number_;
  std::vector<const Field*> by_name_;
};

// What a message or enum reserves.
class ReservedIndex {
 public:
  void Build(const std::vector<NumberRange>& ranges, const std::vector<ReservedName>& names);
  [[nodiscard]] bool Has(int64_t number) const;
  [[nodiscard]] bool Has(std::string_view name) const;

 private:
  std::vector<std::pair<int64_t, int64_t>> ranges_;  // inclusive, sorted, apart from one another
  std::vector<std::string_view> names_;              // sorted
};

}  // namespace protowarden::schema
