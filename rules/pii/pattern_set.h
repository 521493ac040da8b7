// SPDX-License-Identifier: Apache-2.0
//
// The user's patterns, all tried in one pass. The only header of RE2's wrapper; hostile patterns
// and names cost linear time and bounded memory.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace protowarden::rules::pii {

// Why a regular expression is none; nullopt when it is one.
[[nodiscard]] std::optional<std::string> ProblemOf(const std::string& regex);

// Immutable; safe to use from several threads.
class PatternSet {
 public:
  // Every expression must be one (ProblemOf). nullptr when together they are too large.
  [[nodiscard]] static std::shared_ptr<const PatternSet> Compile(
      const std::vector<std::string>& regexes);
  ~PatternSet();
  PatternSet(const PatternSet&) = delete;
  PatternSet& operator=(const PatternSet&) = delete;

  // The first pattern that matches the whole full name or the whole name.
  [[nodiscard]] std::optional<size_t> FirstMatch(std::string_view full_name,
                                                 std::string_view name) const;

 private:
  struct Compiled;
  explicit PatternSet(std::unique_ptr<Compiled> compiled);

  std::unique_ptr<Compiled> compiled_;
};

}  // namespace protowarden::rules::pii
