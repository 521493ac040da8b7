// SPDX-License-Identifier: Apache-2.0
#include "llm/settings.h"

#include <fmt/format.h>

#include "analyzer/base/did_you_mean.h"
#include "analyzer/base/text.h"
#include "analyzer/config/toml_values.h"
#include "llm/settings_keys.h"

namespace protowarden::llm {
namespace {

constexpr int64_t kMost = 1'000'000'000;
constexpr int64_t kMostParallel = 256;
constexpr int64_t kMostVotes = 5;
constexpr int64_t kMillisecond = 1000;

class SettingsReader : config::TomlValues {
 public:
  explicit SettingsReader(const std::string& origin) { SetOrigin(origin); }

  Result<Settings> Read(const toml::table& table) {
    CheckKeys(table, SettingsKeysBelow(""));
    ReadProvider(table);
    ReadKey(table);
    ReadLimits(table);
    ReadPaths(table);
    if (const toml::node* gate = table.get("gate")) ReadGate(*gate);
    if (error().has_value()) return UsageError(*error());
    return std::move(settings_);
  }

 private:
  void ReadProvider(const toml::table& table) {
    const std::string name = Text(table, "provider", true);
    const Provider* provider = FindProvider(name);
    if (provider == nullptr) {
      std::vector<std::string_view> names;
      for (const Provider& row : Providers()) names.push_back(row.name);
      Fail(table.source(),
           fmt::format("{} is no provider.{}", Quote(name), DidYouMean(name, names)));
      return;
    }
    Endpoint& endpoint = settings_.ask.endpoint;
    settings_.ask.provider = provider;
    endpoint.model = Text(table, "model", true);
    endpoint.base_url = Text(table, "base_url");
    if (endpoint.base_url.empty()) endpoint.base_url = provider->base_url;
    while (endpoint.base_url.ends_with('/')) endpoint.base_url.pop_back();
    endpoint.project = Text(table, "project", provider->google_credentials);
    endpoint.location = Text(table, "location");
    if (endpoint.location.empty()) endpoint.location = "global";
    endpoint.temperature = Number(table, "temperature", 0, 2);
    CheckName(table, "model", endpoint.model, "-_.:/@ ");
    CheckName(table, "project", endpoint.project, "-:.");
    CheckName(table, "location", endpoint.location, "-");
  }

  // These become parts of addresses.
  void CheckName(const toml::table& table, std::string_view key, std::string_view text,
                 std::string_view others) {
    for (const char c : text) {
      const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (plain || others.find(c) != std::string_view::npos) continue;
      Fail(table.source(), fmt::format("`{}` must not hold {}.", key, Quote({&c, 1})));
      return;
    }
    if (text.find("..") != std::string_view::npos) {
      Fail(table.source(), fmt::format("`{}` must not hold \"..\".", key));
    }
  }

  void ReadKey(const toml::table& table) {
    const Provider* provider = settings_.ask.provider;
    if (provider == nullptr) return;
    KeySource& key = settings_.helper.key;
    key.variable = Text(table, "api_key_env");
    key.file = Text(table, "api_key_file");
    key.header = provider->key_header;
    key.google = provider->google_credentials;
    if (!key.variable.empty() && !key.file.empty()) {
      Fail(table.source(), "Give `api_key_env` or `api_key_file`, not both.");
    }
    if (key.variable.empty() && key.file.empty()) key.variable = provider->key_variable;
  }

  void ReadLimits(const toml::table& table) {
    HelperSetup& helper = settings_.helper;
    helper.total_ms = Integer(table, "timeout", 120, 1, 3600) * kMillisecond;
    helper.deadline_ms = Integer(table, "deadline", 600, 1, 86'400) * kMillisecond;
    helper.parallel = Integer(table, "parallel", 8, 1, kMostParallel);
    settings_.ask.in_flight = static_cast<size_t>(helper.parallel) * 2;
    Limits& limits = settings_.limits;
    limits.max_requests = Integer(table, "max_requests", limits.max_requests, 0, kMost);
    limits.max_tokens = Integer(table, "max_tokens", limits.max_tokens, 0, kMost);
    limits.max_cost_usd = Number(table, "max_cost_usd", 0, 1e6);
    settings_.ask.max_output_tokens = Integer(table, "max_output_tokens", 8192, 256, 1'000'000);
    settings_.ask.batch_tokens =
        static_cast<size_t>(Integer(table, "batch_tokens", 6000, 1, 1'000'000));
    settings_.votes = static_cast<size_t>(Integer(table, "votes", 1, 1, kMostVotes));
    if (settings_.votes % 2 == 0) Fail(table.source(), "`votes` must be odd: 1, 3 or 5.");
    settings_.selection.pii_below =
        Number(table, "pii_below", 0, 1).value_or(settings_.selection.pii_below);
  }

  void ReadPaths(const toml::table& table) {
    settings_.cache = Text(table, "cache");
    settings_.audit = Text(table, "audit");
    settings_.prompts = Text(table, "prompts");
    settings_.prices = Text(table, "prices");
    settings_.selection.exclude = List(table, "exclude");
    const std::string on_failure = Text(table, "on_failure");
    settings_.required = on_failure == "fail";
    if (!on_failure.empty() && on_failure != "fail" && on_failure != "warn") {
      Fail(table.source(), "`on_failure` must be \"warn\" or \"fail\".");
    }
  }

  void ReadGate(const toml::node& node) {
    const toml::table* gate = node.as_table();
    if (gate == nullptr) {
      Fail(node.source(), "`gate` must be a table, written [llm.gate].");
      return;
    }
    CheckKeys(*gate, SettingsKeysBelow("gate."));
    const std::string fail_on = Text(*gate, "fail_on");
    if (!fail_on.empty() && !ParseThreshold(fail_on, &settings_.fail_on)) {
      Fail(gate->source(), fmt::format("{} is not a severity. Use LOW, MEDIUM, HIGH, CRITICAL or "
                                       "never.",
                                       Quote(fail_on)));
    }
    const std::string confidence = Text(*gate, "min_confidence");
    if (!confidence.empty() && !ParseConfidence(confidence, &settings_.min_confidence)) {
      Fail(gate->source(), "`min_confidence` must be LOW, MEDIUM or HIGH.");
    }
  }

  Settings settings_;
};

// "key=value": the value as TOML has it, else a text.
Status Override(const std::string& text, toml::table& table) {
  const size_t equals = text.find('=');
  const std::string key = text.substr(0, equals);
  if (equals == std::string::npos || key.empty() ||
      key.find_first_not_of("abcdefghijklmnopqrstuvwxyz_.") != std::string::npos) {
    return UsageError(fmt::format("--llm-set: Write KEY=VALUE, not {}.", Quote(text)));
  }
  const std::string value = text.substr(equals + 1);
  auto parsed = config::ParseTomlText(fmt::format("{} = {}\n", key, value), "--llm-set");
  if (!parsed.ok() || value.find('\n') != std::string::npos) {
    parsed = config::ParseTomlText(fmt::format("{} = {}\n", key, config::TomlString(value)),
                                   "--llm-set");
  }
  if (!parsed.ok()) return parsed.error();
  for (auto& [name, node] : *parsed) {
    toml::table* inner = node.as_table();
    toml::table* present = table[name].as_table();
    if (inner == nullptr || present == nullptr) {
      table.insert_or_assign(name, node);
      continue;
    }
    for (auto& [inner_name, inner_node] : *inner) present->insert_or_assign(inner_name, inner_node);
  }
  return Ok();
}

}  // namespace

Result<Settings> ReadSettings(std::string_view toml, const std::string& origin,
                              const std::vector<std::string>& overrides) {
  auto parsed = config::ParseTomlText(toml, origin);
  if (!parsed.ok()) return parsed.error();
  toml::table table;
  if (const toml::table* own = (*parsed)["llm"].as_table()) table = *own;
  for (const std::string& text : overrides) {
    const Status done = Override(text, table);
    if (!done.ok()) return done.error();
  }
  return SettingsReader(origin.empty() ? "--llm-set" : origin).Read(table);
}

}  // namespace protowarden::llm
