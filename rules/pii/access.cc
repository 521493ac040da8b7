// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/access.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>

#include "analyzer/base/did_you_mean.h"
#include "analyzer/base/text.h"

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

namespace protowarden::rules::pii {
namespace {

constexpr std::array<std::string_view, 5> kKeys = {"level", "required_roles", "required_scopes",
                                                   "audit", "mask_in_logs"};

// Reads one row; the first problem is kept.
class RowReader {
 public:
  explicit RowReader(const std::string& origin) : origin_(origin) {}

  AccessRule Read(const toml::table& row) {
    AccessRule rule;
    for (const auto& [key, value] : row) {
      if (std::find(kKeys.begin(), kKeys.end(), key.str()) == kKeys.end()) {
        Fail(value,
             fmt::format("Unknown key {}.{}", Quote(key.str()), DidYouMean(key.str(), kKeys)));
      }
    }
    const toml::node* level = row.get("level");
    const auto text = level == nullptr ? std::nullopt : level->value<std::string>();
    const auto parsed = ParseSensitivity(text.value_or(""));
    if (!parsed.has_value()) Fail(row, "`level` must be LOW, MEDIUM or HIGH.");
    rule.level = parsed.value_or(Sensitivity::kHigh);
    ReadList(row, "required_roles", rule.required_roles);
    ReadList(row, "required_scopes", rule.required_scopes);
    ReadFlag(row, "audit", rule.audit);
    ReadFlag(row, "mask_in_logs", rule.mask_in_logs);
    return rule;
  }

  void Fail(const toml::node& node, const std::string& message) {
    if (error_.has_value()) return;
    error_ =
        UsageError(fmt::format("{}:{}: {}", Printable(origin_), node.source().begin.line, message));
  }
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

 private:
  void ReadList(const toml::table& row, std::string_view key, std::vector<std::string>& list) {
    const toml::node* node = row.get(key);
    if (node == nullptr) return;
    const toml::array* items = node->as_array();
    if (items == nullptr || !std::all_of(items->begin(), items->end(),
                                         [](const toml::node& item) { return item.is_string(); })) {
      Fail(*node, fmt::format("`{}` must be a list of strings.", key));
      return;
    }
    for (const toml::node& item : *items) list.push_back(*item.value<std::string>());
  }

  void ReadFlag(const toml::table& row, std::string_view key, bool& flag) {
    const toml::node* node = row.get(key);
    if (node == nullptr) return;
    if (!node->is_boolean()) Fail(*node, fmt::format("`{}` must be true or false.", key));
    flag = node->value<bool>().value_or(false);
  }

  const std::string& origin_;
  std::optional<Error> error_;
};

const AccessRule* RuleOf(const std::vector<AccessRule>& access, Sensitivity level) {
  const auto found = std::find_if(access.begin(), access.end(),
                                  [&](const AccessRule& rule) { return rule.level == level; });
  return found == access.end() ? nullptr : &*found;
}

std::string TypeOf(const FieldRecord& field) {
  if (!field.annotation_types.empty()) return field.annotation_types.front();
  return field.pii_types.empty() ? std::string() : field.pii_types.front();
}

}  // namespace

Result<std::vector<AccessRule>> ReadAccess(std::string_view text, const std::string& origin) {
  const toml::parse_result parsed = toml::parse(text);
  if (!parsed) {
    return UsageError(fmt::format("{}:{}: {}.", Printable(origin),
                                  parsed.error().source().begin.line,
                                  Printable(parsed.error().description())));
  }
  RowReader reader(origin);
  std::vector<AccessRule> access;
  const toml::array* rows = parsed.table()["access"].as_array();
  if (rows == nullptr) {
    return UsageError(fmt::format("{}: There is no [[access]] table.", Printable(origin)));
  }
  for (const toml::node& row : *rows) {
    const toml::table* table = row.as_table();
    if (table == nullptr) {
      reader.Fail(row, "`access` must be a list of tables, written [[access]].");
      break;
    }
    AccessRule rule = reader.Read(*table);
    if (RuleOf(access, rule.level) != nullptr) {
      reader.Fail(row, fmt::format("There are two rows for {}.", Name(rule.level)));
    }
    access.push_back(std::move(rule));
  }
  if (reader.error().has_value()) return *reader.error();
  return access;
}

const std::vector<AccessRule>& BuiltinAccess() {
  static const std::vector<AccessRule> kAccess = [] {
    auto access = ReadAccess(AccessFiles().front().text, "access.toml");
    if (!access.ok()) {
      throw std::logic_error("The built-in rules of access cannot be read: " +
                             access.error().message);
    }
    return std::move(access).value();
  }();
  return kAccess;
}

Authorization AuthorizationOf(const Inventory& inventory, const std::vector<AccessRule>& access,
                              bool classified) {
  Authorization result;
  for (const FieldRecord& field : inventory.fields) {
    const bool annotated = field.annotation.has_value();
    if (!annotated && field.container) continue;
    const AccessRule* rule = RuleOf(access, field.sensitivity);
    if (rule == nullptr) continue;
    if (!annotated && !classified) {
      ++result.left_out;
      continue;
    }
    result.fields.push_back({field.element, field.field_path, TypeOf(field), annotated, *rule});
  }
  for (const MethodRecord& method : inventory.methods) {
    const bool annotated = method.annotation.has_value() || method.audit_annotation.value_or(false);
    if (!annotated && !classified) continue;
    const Sensitivity level = method.annotation.value_or(method.sensitivity);
    if (level == Sensitivity::kPublic && !annotated) continue;
    // Without a word of the author, whatever touches personal data is audited.
    const bool audit = method.audit_annotation.value_or(classified && method.audit_pii_access);
    result.methods.push_back({method.element, method.method_path, level, audit, annotated});
  }
  return result;
}

}  // namespace protowarden::rules::pii
