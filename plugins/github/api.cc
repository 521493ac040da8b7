// SPDX-License-Identifier: Apache-2.0
#include "plugins/github/api.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <random>
#include <thread>

#include "analyzer/base/text.h"

namespace protowarden::github {
namespace {

using Json = nlohmann::json;
using std::chrono::milliseconds;

constexpr int kTries = 5;
constexpr milliseconds kFirstWait{500};
constexpr size_t kPageSize = 100;
constexpr size_t kMaxPages = 300;  // GitHub lists no more than 30,000 items
constexpr size_t kShownText = 300;

enum class Outcome : uint8_t { kDone, kRefused, kLimited, kRetry };

std::string HeaderOf(const http::Response& response, const std::string& name) {
  const auto found = response.headers.find(name);
  return found == response.headers.end() ? std::string() : found->second;
}

Outcome OutcomeOf(const http::Response& response) {
  if (response.status >= 200 && response.status < 300) return Outcome::kDone;
  if (response.status == 429) return Outcome::kLimited;
  if (response.status == 403 && (!HeaderOf(response, "retry-after").empty() ||
                                 HeaderOf(response, "x-ratelimit-remaining") == "0")) {
    return Outcome::kLimited;
  }
  return response.status >= 500 || response.status == 408 ? Outcome::kRetry : Outcome::kRefused;
}

std::optional<int64_t> NumberOf(const std::string& text) {
  int64_t number = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || parsed.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

// How long a limit lasts: as the answer says, else a minute.
milliseconds LimitOf(const http::Response& response) {
  if (const auto seconds = NumberOf(HeaderOf(response, "retry-after"))) {
    return std::chrono::seconds(std::clamp<int64_t>(*seconds, 0, 3600));
  }
  const auto reset = NumberOf(HeaderOf(response, "x-ratelimit-reset"));
  if (reset.has_value()) {
    const int64_t now = std::chrono::duration_cast<std::chrono::seconds>(
                            std::chrono::system_clock::now().time_since_epoch())
                            .count();
    return std::chrono::seconds(std::clamp<int64_t>(*reset - now, 1, 3600));
  }
  return std::chrono::seconds(60);
}

Error Refusal(const std::string& what, const http::Response& response) {
  const Json json = Json::parse(response.body, nullptr, false);
  std::string text;
  if (json.is_object() && json.contains("message") && json["message"].is_string()) {
    text = json["message"].get<std::string>();
  }
  if (text.size() > kShownText) text.resize(kShownText);
  std::string advice;
  if (response.status == 401) advice = " Check the `token` input.";
  if (response.status == 403 || response.status == 404) {
    advice = " The job needs `permissions: pull-requests: write`.";
  }
  return AnalysisError(
      fmt::format("GitHub refused to {} with status {}{}.{}", what, response.status,
                  text.empty() ? "" : fmt::format(" ({})", Printable(text)), advice));
}

std::string BodyOf(const std::string& text) {
  return Json{{"body", text}}.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

Api::Api(ApiSettings settings, http::Client& client)
    : settings_(std::move(settings)), client_(client) {
  while (settings_.base_url.ends_with('/')) settings_.base_url.pop_back();
}

bool Api::Wait(milliseconds time) {
  if (time > settings_.patience) return false;
  settings_.patience -= time;
  std::this_thread::sleep_for(time);
  return true;
}

Result<http::Response> Api::Send(const std::string& method, const std::string& path,
                                 const std::string& body, bool repeatable) {
  http::Request request{
      method, settings_.base_url + "/repos/" + settings_.repository + path, {}, body};
  // Of a request that created something and got no answer nobody knows.
  request.once = method == "POST";
  request.headers = {"Authorization: Bearer " + settings_.token,
                     "Accept: application/vnd.github+json", "X-GitHub-Api-Version: 2022-11-28",
                     "User-Agent: protowarden", "Content-Type: application/json"};
  std::minstd_rand random(std::random_device{}());
  milliseconds wait = kFirstWait;
  for (int attempt = 1;; ++attempt) {
    Result<http::Response> response = http::Send(client_, request);
    const Outcome outcome = response.ok() ? OutcomeOf(*response) : Outcome::kRetry;
    if (outcome == Outcome::kDone || outcome == Outcome::kRefused) return response;
    // A limited request was not carried out; of one that failed nobody knows.
    if (attempt == kTries || (outcome == Outcome::kRetry && !repeatable)) return response;
    const milliseconds pause =
        outcome == Outcome::kLimited
            ? LimitOf(*response)
            : milliseconds(std::uniform_int_distribution<int64_t>(1, wait.count())(random));
    if (!Wait(pause)) return response;
    wait *= 2;
  }
}

Result<std::optional<Comment>> Api::FindComment(int64_t pull_request,
                                                const std::function<bool(const Comment&)>& wanted) {
  for (size_t page = 1; page <= kMaxPages; ++page) {
    const auto response =
        Send("GET",
             fmt::format("/issues/{}/comments?per_page={}&page={}", pull_request, kPageSize, page),
             "", true);
    if (!response.ok()) return response.error();
    if (OutcomeOf(*response) != Outcome::kDone) return Refusal("list comments", *response);
    const Json list = Json::parse(response->body, nullptr, false);
    if (!list.is_array()) return AnalysisError("GitHub's list of comments could not be read.");
    for (const Json& item : list) {
      if (!item.is_object() || !item.contains("id") || !item["id"].is_number_integer()) continue;
      Comment comment{item["id"].get<int64_t>(), {}};
      if (item.contains("body") && item["body"].is_string()) comment.body = item["body"];
      if (wanted(comment)) return std::optional(std::move(comment));
    }
    if (list.size() < kPageSize) break;
  }
  return std::optional<Comment>();
}

Status Api::CreateComment(int64_t pull_request, const std::string& body) {
  const auto response =
      Send("POST", fmt::format("/issues/{}/comments", pull_request), BodyOf(body), false);
  if (!response.ok()) return response.error();
  if (OutcomeOf(*response) != Outcome::kDone) return Refusal("write a comment", *response);
  return Ok();
}

Status Api::UpdateComment(int64_t id, const std::string& body) {
  const auto response = Send("PATCH", fmt::format("/issues/comments/{}", id), BodyOf(body), true);
  if (!response.ok()) return response.error();
  if (OutcomeOf(*response) != Outcome::kDone) return Refusal("update a comment", *response);
  return Ok();
}

}  // namespace protowarden::github
