// SPDX-License-Identifier: Apache-2.0
//
// Typed reads from TOML for data that comes with the rules or from users; the first problem is kept
// with its line. Internal to the readers: it shows toml++.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/engine/sensitivity.h"

#ifndef TOML_EXCEPTIONS
#define TOML_EXCEPTIONS 0
#endif
#include <toml++/toml.h>

namespace protowarden::config {

[[nodiscard]] Result<toml::table> ParseTomlText(std::string_view text, const std::string& origin);

// A basic string with its quotes.
[[nodiscard]] std::string TomlString(std::string_view text);

class TomlValues {
 public:
  void SetOrigin(std::string origin) { origin_ = std::move(origin); }
  [[nodiscard]] const std::optional<std::string>& error() const { return error_; }

  void Fail(const toml::source_region& where, const std::string& message);
  // Complains about the first key that is not in the list.
  void CheckKeys(const toml::table& table, const std::vector<std::string_view>& known);
  [[nodiscard]] std::string Text(const toml::table& table, std::string_view key,
                                 bool needed = false);
  [[nodiscard]] bool Flag(const toml::table& table, std::string_view key, bool fallback = false);
  [[nodiscard]] int64_t Integer(const toml::table& table, std::string_view key, int64_t fallback,
                                int64_t least, int64_t most);
  // nullopt when it is not given.
  [[nodiscard]] std::optional<double> Number(const toml::table& table, std::string_view key,
                                             double least, double most);
  [[nodiscard]] std::vector<std::string> List(const toml::table& table, std::string_view key);
  [[nodiscard]] std::optional<Sensitivity> Level(const toml::table& table, std::string_view key,
                                                 bool needed);
  [[nodiscard]] std::optional<Sensitivity> Level(const toml::node& node);

  // Calls read(table) for every table of a list of tables.
  template <typename Read>
  void Tables(std::string_view key, const toml::node& node, const Read& read) {
    const toml::array* array = node.as_array();
    if (array == nullptr || !array->is_homogeneous<toml::table>()) return FailTables(key, node);
    for (const toml::node& item : *array) read(*item.as_table());
  }
  // Calls read(key, text, node) for every entry of a table of strings.
  template <typename Read>
  void Strings(const toml::table& table, const Read& read) {
    for (const auto& [key, node] : table) {
      const auto value = node.template value_exact<std::string>();
      if (value.has_value()) {
        read(key.str(), *value, node);
      } else {
        FailString(key.str(), node);
      }
    }
  }

 private:
  void FailTables(std::string_view key, const toml::node& node);
  void FailString(std::string_view key, const toml::node& node);

  std::string origin_;
  std::optional<std::string> error_;
};

}  // namespace protowarden::config
