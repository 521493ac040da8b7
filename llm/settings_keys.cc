// SPDX-License-Identifier: Apache-2.0
#include "llm/settings_keys.h"

#include <array>

namespace protowarden::llm {
namespace {

constexpr std::string_view kText = "string";
constexpr std::string_view kInteger = "integer";
constexpr std::string_view kNumber = "number";

constexpr auto kKeys = std::to_array<SettingsKey>({
    {"provider", kText,
     "openai, openai-responses, openai-compatible, ollama, anthropic, gemini or vertex"},
    {"model", kText, "name of the model, as the provider has it"},
    {"base_url", kText, "address of the API, without the path of the call; default the provider's"},
    {"project", kText, "project of Vertex AI"},
    {"location", kText, "location of Vertex AI; default global"},
    {"api_key_env", kText, "environment variable of the key; default the provider's usual one"},
    {"api_key_file", kText, "file with the key instead"},
    {"temperature", kNumber, "sent only if given: newer models refuse it"},
    {"timeout", kInteger, "seconds for one request; default 120"},
    {"deadline", kInteger, "seconds for all requests of a run; default 600"},
    {"parallel", kInteger, "requests at a time; default 8"},
    {"cache", kText, "folder of answers; default protowarden/llm in the user's cache folder"},
    {"audit", kText,
     "file that gets a line of JSON for every request: hashes, tokens, cost; no schema, no key"},
    {"prompts", kText, "folder with prompts of your own: compatibility.md, personal_data.md"},
    {"prices", kText, "file of prices in litellm's form, instead of the built-in ones"},
    {"max_requests", kInteger, "requests of a run; default 200"},
    {"max_tokens", kInteger, "tokens of a run, read and written; default 2000000"},
    {"max_cost_usd", kNumber, "US dollars of a run; the price of the model must be known"},
    {"max_output_tokens", kInteger, "tokens of one answer, thoughts included; default 8192"},
    {"batch_tokens", kInteger, "tokens of schema in one request; default 6000"},
    {"pii_below", kNumber,
     "fields that the classifier is less sure of than this are asked about; 0: none; default 0.7"},
    {"votes", kInteger,
     "answers to what is doubtful or would fail a run: 1, 3 or 5, of which most count; default 1"},
    {"exclude", "list of strings", "paths whose schemas are never sent"},
    {"on_failure", kText,
     "`warn`: what was not reviewed is told; `fail`: it ends the run with 3; default warn"},
    {"gate", "table", "what findings of the model may fail"},
    {"gate.fail_on", kText, "lowest severity that fails a run; default never"},
    {"gate.min_confidence", kText, "findings less sure than this never fail; default MEDIUM"},
});

}  // namespace

std::span<const SettingsKey> SettingsKeys() { return kKeys; }

std::vector<std::string_view> SettingsKeysBelow(std::string_view prefix) {
  std::vector<std::string_view> names;
  for (const SettingsKey& row : kKeys) {
    if (!row.key.starts_with(prefix)) continue;
    const std::string_view rest = row.key.substr(prefix.size());
    if (rest.find('.') == std::string_view::npos) names.push_back(rest);
  }
  return names;
}

}  // namespace protowarden::llm
