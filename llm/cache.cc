// SPDX-License-Identifier: Apache-2.0
#include "llm/cache.h"

#include <filesystem>

#include "analyzer/base/hash.h"
#include "analyzer/io/tree_support.h"
#include "analyzer/io/write_file.h"

namespace protowarden::llm {
namespace {

constexpr int64_t kFormat = 1;
constexpr size_t kMaxEntry = size_t{4} << 20U;

}  // namespace

std::string CacheKey(std::string_view provider, const Endpoint& endpoint, const Prompt& prompt,
                     const Json& item) {
  const Json identity = {
      {"provider", provider},
      {"base_url", endpoint.base_url},
      {"project", endpoint.project},
      {"location", endpoint.location},
      {"model", endpoint.model},
      {"temperature", endpoint.temperature.has_value() ? Json(*endpoint.temperature) : Json()},
      {"prompt", {prompt.name, prompt.version, prompt.hash}},
      {"schema", prompt.schema_hash},
      {"item", item}};
  return Sha256Hex(DumpJson(identity));
}

std::string Cache::PathOf(const std::string& key) const {
  return (std::filesystem::path(folder_) / (key + ".json")).string();
}

std::optional<Json> Cache::Find(const std::string& key) const {
  if (folder_.empty()) return std::nullopt;
  const Result<std::string> text = io::ReadFile(PathOf(key), kMaxEntry);
  if (!text.ok()) return std::nullopt;
  const Json entry = ParseJson(*text);
  const Json& answer = Member(entry, "answer");
  if (NumberOf(entry, "format") != kFormat || TextOf(entry, "key") != key || !answer.is_object() ||
      TextOf(entry, "sha256") != Sha256Hex(DumpJson(answer))) {
    return std::nullopt;
  }
  return answer;
}

Status Cache::Keep(const std::string& key, const Json& answer) const {
  if (folder_.empty()) return Ok();
  const Json entry = {{"format", kFormat},
                      {"key", key},
                      {"answer", answer},
                      {"sha256", Sha256Hex(DumpJson(answer))}};
  const std::string path = PathOf(key);
  const Status made = io::MakeFolderOf(path);
  if (!made.ok()) return made;
  return io::WriteFile(path, entry.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

}  // namespace protowarden::llm
