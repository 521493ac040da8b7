// SPDX-License-Identifier: Apache-2.0
#include "analyzer/config/toml_values.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/base/did_you_mean.h"
#include "analyzer/base/text.h"

namespace protowarden::config {

// Like JSON's, but \x escapes do not exist.
std::string TomlString(std::string_view text) {
  std::string quoted = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') quoted += '\\';
    const auto byte = static_cast<unsigned char>(letter);
    quoted += byte < 0x20 || byte == 0x7F ? fmt::format("\\u{:04x}", byte) : std::string(1, letter);
  }
  return quoted + "\"";
}

Result<toml::table> ParseTomlText(std::string_view text, const std::string& origin) {
  toml::parse_result parsed = toml::parse(text);
  if (parsed) return std::move(parsed).table();
  return UsageError(fmt::format("{}:{}: {}.", Printable(origin), parsed.error().source().begin.line,
                                Printable(parsed.error().description())));
}

void TomlValues::Fail(const toml::source_region& where, const std::string& message) {
  if (!error_.has_value()) {
    error_ = fmt::format("{}:{}: {}", Printable(origin_), where.begin.line, message);
  }
}

void TomlValues::CheckKeys(const toml::table& table, const std::vector<std::string_view>& known) {
  for (const auto& [key, node] : table) {
    if (std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
    Fail(key.source(), fmt::format("`{}` is not known here.{}", Printable(key.str()),
                                   DidYouMean(key.str(), known)));
  }
}

std::string TomlValues::Text(const toml::table& table, std::string_view key, bool needed) {
  const toml::node* node = table.get(key);
  if (node == nullptr) {
    if (needed) Fail(table.source(), fmt::format("`{}` is missing.", key));
    return {};
  }
  const auto value = node->value_exact<std::string>();
  if (!value.has_value()) FailString(key, *node);
  return value.value_or("");
}

bool TomlValues::Flag(const toml::table& table, std::string_view key, bool fallback) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return fallback;
  const auto value = node->value_exact<bool>();
  if (!value.has_value()) Fail(node->source(), fmt::format("`{}` must be true or false.", key));
  return value.value_or(fallback);
}

int64_t TomlValues::Integer(const toml::table& table, std::string_view key, int64_t fallback,
                            int64_t least, int64_t most) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return fallback;
  const auto value = node->value_exact<int64_t>();
  if (value.has_value() && *value >= least && *value <= most) return *value;
  Fail(node->source(), fmt::format("`{}` must be a whole number from {} to {}.", key, least, most));
  return fallback;
}

std::optional<double> TomlValues::Number(const toml::table& table, std::string_view key,
                                         double least, double most) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return std::nullopt;
  const auto value = node->is_number() ? node->value<double>() : std::nullopt;
  if (value.has_value() && *value >= least && *value <= most) return value;
  Fail(node->source(), fmt::format("`{}` must be a number from {} to {}.", key, least, most));
  return std::nullopt;
}

std::vector<std::string> TomlValues::List(const toml::table& table, std::string_view key) {
  const toml::node* node = table.get(key);
  std::vector<std::string> items;
  if (node == nullptr) return items;
  const toml::array* array = node->as_array();
  if (array == nullptr) {
    Fail(node->source(), fmt::format("`{}` must be a list of strings.", key));
    return items;
  }
  for (const toml::node& item : *array) {
    const auto value = item.value_exact<std::string>();
    if (value.has_value()) {
      items.push_back(*value);
    } else {
      Fail(item.source(), fmt::format("`{}` must be a list of strings.", key));
    }
  }
  return items;
}

std::optional<Sensitivity> TomlValues::Level(const toml::table& table, std::string_view key,
                                             bool needed) {
  const toml::node* node = table.get(key);
  if (node != nullptr) return Level(*node);
  if (needed) Fail(table.source(), fmt::format("`{}` is missing.", key));
  return std::nullopt;
}

std::optional<Sensitivity> TomlValues::Level(const toml::node& node) {
  const std::string text = node.value_exact<std::string>().value_or("");
  const auto level = ParseSensitivity(text);
  if (!level.has_value()) {
    Fail(node.source(),
         fmt::format("{} is no level; use PUBLIC, LOW, MEDIUM or HIGH.", Quote(text)));
  }
  return level;
}

void TomlValues::FailTables(std::string_view key, const toml::node& node) {
  Fail(node.source(), fmt::format("`{0}` must be a list of tables, written [[{0}]].", key));
}

void TomlValues::FailString(std::string_view key, const toml::node& node) {
  Fail(node.source(), fmt::format("`{}` must be a string.", Printable(key)));
}

}  // namespace protowarden::config
