// SPDX-License-Identifier: Apache-2.0
#include "analyzer/config/acceptance_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "analyzer/base/text.h"
#include "analyzer/config/config.h"
#include "analyzer/config/toml_values.h"

namespace protowarden::config {
namespace {

constexpr std::string_view kAcceptedHeader =
    "# Changes that were accepted on purpose. `protowarden accept` writes this file; each row "
    "lets\n"
    "# one finding pass, with the reason, and stays visible in every report.\n";
constexpr std::string_view kBaselineHeader =
    "# What was there when protowarden was adopted. `protowarden baseline` writes this file anew;\n"
    "# its findings stay visible and fail no run.\n";
constexpr std::string_view kBaselineReason = "in the baseline";
// A baseline of an old code base may have tens of thousands of rows.
constexpr size_t kMaxBaselineSize = size_t{32} << 20U;

// A day may be written as text or as TOML's own date.
std::string DayOf(const toml::table& row, TomlValues& values) {
  const toml::node* node = row.get("until");
  if (node == nullptr) return {};
  std::string day;
  if (const auto date = node->value_exact<toml::date>()) {
    day = fmt::format("{:04}-{:02}-{:02}", date->year, date->month, date->day);
  } else {
    day = values.Text(row, "until");
  }
  if (!IsDay(day)) {
    values.Fail(node->source(),
                fmt::format("{} is no day; write until = \"2027-01-31\".", Quote(day)));
  }
  return day;
}

Result<std::vector<Acceptance>> ReadRows(const toml::table& root, const std::string& origin,
                                         AcceptanceOrigin kind, TomlValues& values) {
  std::vector<Acceptance> acceptances;
  if (const toml::node* list = root.get("accept")) {
    values.Tables("accept", *list, [&](const toml::table& row) {
      values.CheckKeys(row, {"rule", "element", "fingerprint", "why", "until"});
      Acceptance acceptance{.origin = kind};
      acceptance.rule = values.Text(row, "rule", true);
      acceptance.element = values.Text(row, "element", true);
      acceptance.fingerprint = values.Text(row, "fingerprint");
      const bool needs_reason = kind != AcceptanceOrigin::kBaseline;
      acceptance.reason = Trim(values.Text(row, "why", needs_reason));
      if (needs_reason && acceptance.reason.empty()) {
        values.Fail(row.source(), "`why` must say in a few words why this is accepted.");
      }
      if (acceptance.reason.empty()) acceptance.reason = kBaselineReason;
      acceptance.until = DayOf(row, values);
      acceptance.where = fmt::format("{}:{}", origin, row.source().begin.line);
      acceptances.push_back(std::move(acceptance));
    });
  }
  if (values.error().has_value()) return UsageError(*values.error());
  return acceptances;
}

Result<std::vector<Acceptance>> Read(std::string_view text, const std::string& origin,
                                     AcceptanceOrigin kind, bool alone) {
  auto root = ParseTomlText(text, origin);
  if (!root.ok()) return root.error();
  TomlValues values;
  values.SetOrigin(origin);
  if (alone) values.CheckKeys(*root, {"accept"});
  return ReadRows(*root, origin, kind, values);
}

}  // namespace

Result<std::vector<Acceptance>> ReadAcceptances(std::string_view text, const std::string& origin,
                                                AcceptanceOrigin kind) {
  const size_t limit = kind == AcceptanceOrigin::kBaseline ? kMaxBaselineSize : kMaxConfigSize;
  if (text.size() > limit) {
    return UsageError(
        fmt::format("{} is larger than {} MiB. Split the schema into modules, or drop "
                    "rows that are not needed any more.",
                    Printable(origin), limit >> 20U));
  }
  return Read(text, origin, kind, true);
}

Result<std::vector<Acceptance>> ReadAcceptRows(std::string_view text, const std::string& origin) {
  return Read(text, origin, AcceptanceOrigin::kFile, false);
}

std::string RenderAcceptances(std::vector<Acceptance> acceptances, AcceptanceOrigin kind) {
  const auto order = [](const Acceptance& item) {
    return std::tie(item.element, item.rule, item.fingerprint, item.reason, item.until);
  };
  std::sort(acceptances.begin(), acceptances.end(),
            [&](const Acceptance& a, const Acceptance& b) { return order(a) < order(b); });
  const bool baseline = kind == AcceptanceOrigin::kBaseline;
  std::string text(baseline ? kBaselineHeader : kAcceptedHeader);
  for (const Acceptance& item : acceptances) {
    text += fmt::format("\n[[accept]]\nrule = {}\nelement = {}\n", TomlString(item.rule),
                        TomlString(item.element));
    if (!item.fingerprint.empty()) {
      text += fmt::format("fingerprint = {}\n", TomlString(item.fingerprint));
    }
    if (!baseline) text += fmt::format("why = {}\n", TomlString(item.reason));
    if (!item.until.empty()) text += fmt::format("until = \"{}\"\n", item.until);
  }
  return text;
}

}  // namespace protowarden::config
