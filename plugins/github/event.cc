// SPDX-License-Identifier: Apache-2.0
#include "plugins/github/event.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "analyzer/base/text.h"

namespace protowarden::github {
namespace {

using Json = nlohmann::json;

// The value at a path of keys; null where there is none.
Json At(const Json& json, std::initializer_list<const char*> keys) {
  const Json* at = &json;
  for (const char* key : keys) {
    if (!at->is_object() || !at->contains(key)) return nullptr;
    at = &(*at)[key];
  }
  return *at;
}

std::string Text(const Json& json, std::initializer_list<const char*> keys) {
  const Json value = At(json, keys);
  return value.is_string() ? value.get<std::string>() : std::string();
}

// git's name for no commit at all.
bool IsNoCommit(std::string_view id) {
  return std::all_of(id.begin(), id.end(), [](char digit) { return digit == '0'; });
}

bool IsCommitId(std::string_view id) {
  static constexpr size_t kSha1 = 40;
  static constexpr size_t kSha256 = 64;
  return (id.size() == kSha1 || id.size() == kSha256) &&
         id.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Status ReadPullRequest(const Json& json, Event& event) {
  const Json number = At(json, {"pull_request", "number"});
  event.base_branch = Text(json, {"pull_request", "base", "ref"});
  event.head_commit = Text(json, {"pull_request", "head", "sha"});
  if (!number.is_number_integer() || event.base_branch.empty() || !IsCommitId(event.head_commit)) {
    return AnalysisError("The event's payload has no pull request with a number, base and head.");
  }
  event.number = number.get<int64_t>();
  const std::string home = Text(json, {"pull_request", "base", "repo", "full_name"});
  event.from_fork = Text(json, {"pull_request", "head", "repo", "full_name"}) != home;
  const Json labels = At(json, {"pull_request", "labels"});
  for (const Json& label : labels.is_array() ? labels : Json::array()) {
    const std::string name = Text(label, {"name"});
    if (!name.empty()) event.labels.push_back(name);
  }
  return Ok();
}

Status ReadCommit(const Json& json, std::initializer_list<const char*> keys, Event& event) {
  const std::string id = Text(json, keys);
  if (!IsCommitId(id)) {
    return AnalysisError(
        fmt::format("The payload of the event {} names no commit.", Quote(event.name)));
  }
  if (!IsNoCommit(id)) event.before_commit = id;
  return Ok();
}

}  // namespace

bool Event::HasLabel(std::string_view label) const {
  return std::find(labels.begin(), labels.end(), label) != labels.end();
}

Result<Event> ParseEvent(const std::string& name, std::string_view payload) {
  const Json json = Json::parse(payload, nullptr, false);
  if (!json.is_object()) {
    return AnalysisError("The file that GITHUB_EVENT_PATH names holds no JSON object.");
  }
  Event event;
  event.name = name;
  event.sender = Text(json, {"sender", "login"});
  event.default_branch = Text(json, {"repository", "default_branch"});
  Status read = Ok();
  if (name == "pull_request" || name == "pull_request_target") {
    event.kind = Event::Kind::kPullRequest;
    read = ReadPullRequest(json, event);
  } else if (name == "push") {
    event.kind = Event::Kind::kPush;
    read = ReadCommit(json, {"before"}, event);
  } else if (name == "merge_group") {
    event.kind = Event::Kind::kMergeGroup;
    read = ReadCommit(json, {"merge_group", "base_sha"}, event);
  }
  if (!read.ok()) return read.error();
  return event;
}

}  // namespace protowarden::github
