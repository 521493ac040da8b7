// SPDX-License-Identifier: Apache-2.0
#include "llm/retry.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <ctime>

#include "analyzer/base/text.h"
#include "llm/json.h"

namespace protowarden::llm {
namespace {

constexpr double kMostSeconds = 86'400;

std::string HeaderOf(const FailedAttempt& failed, const std::string& name) {
  const auto found = failed.headers.find(name);
  return found == failed.headers.end() ? std::string() : found->second;
}

// A number that is not negative and makes up the whole text.
std::optional<double> NumberIn(std::string_view text) {
  double number = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || parsed.ec != std::errc() || parsed.ptr != text.data() + text.size() ||
      !std::isfinite(number) || number < 0) {
    return std::nullopt;
  }
  return number;
}

milliseconds Seconds(double seconds) {
  return milliseconds(static_cast<int64_t>(std::ceil(std::min(seconds, kMostSeconds) * 1000)));
}

// "Sun, 06 Nov 1994 08:49:37 GMT"
std::optional<milliseconds> UntilDate(const std::string& text, int64_t now_epoch) {
  std::tm date{};
  const char* end = strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &date);
  if (end == nullptr || *end != '\0') return std::nullopt;
  return Seconds(static_cast<double>(std::max<int64_t>(timegm(&date) - now_epoch, 0)));
}

// Errors of Google's APIs come alone or as the one item of a list.
Json ErrorIn(std::string_view body) {
  Json json = ParseJson(body);
  if (json.is_array() && !json.empty()) json = Json(json.front());
  return Member(json, "error");
}

std::optional<milliseconds> RetryInfo(const Json& error) {
  for (const Json& detail : ItemsOf(Member(error, "details"))) {
    const std::string delay = TextOf(detail, "retryDelay");
    if (!delay.ends_with('s')) continue;
    if (const auto seconds = NumberIn(std::string_view(delay).substr(0, delay.size() - 1))) {
      return Seconds(*seconds);
    }
  }
  return std::nullopt;
}

// What waiting does not cure.
bool QuotaIsUsedUp(const Json& error) {
  for (const char* key : {"code", "type"}) {
    const std::string value = TextOf(error, key);
    if (value == "insufficient_quota" || value == "billing_hard_limit_reached") return true;
  }
  for (const Json& detail : ItemsOf(Member(error, "details"))) {
    for (const Json& violation : ItemsOf(Member(detail, "violations"))) {
      if (TextOf(violation, "quotaId").find("PerDay") != std::string::npos) return true;
    }
  }
  return false;
}

bool IsTransient(long status) {
  return status == 0 || status == 408 || status == 409 || status == 429 || status >= 500;
}

}  // namespace

std::optional<milliseconds> HintOf(const FailedAttempt& failed) {
  if (const auto wait = NumberIn(HeaderOf(failed, "retry-after-ms"))) return Seconds(*wait / 1000);
  const std::string after = HeaderOf(failed, "retry-after");
  if (const auto wait = NumberIn(after)) return Seconds(*wait);
  if (const auto wait = UntilDate(after, failed.now_epoch)) return wait;
  return RetryInfo(ErrorIn(failed.body));
}

RetryDecision Decide(const RetryPolicy& policy, const FailedAttempt& failed) {
  using Kind = RetryDecision::Kind;
  const long status = failed.status;
  if (status == 401 || status == 403 || status == 404) return {Kind::kStop, {}, {}};
  if (status == 429 && QuotaIsUsedUp(ErrorIn(failed.body))) {
    return {Kind::kStop, {}, "The quota is used up."};
  }
  const std::string wish = HeaderOf(failed, "x-should-retry");
  const bool again = wish == "true" || (wish != "false" && IsTransient(status));
  if (!again || !failed.may_repeat) return {Kind::kGiveUp, {}, {}};
  if (failed.attempt >= policy.max_attempts) {
    return {Kind::kGiveUp, {}, fmt::format("It was tried {} times.", failed.attempt)};
  }
  const int doublings = std::min(failed.attempt - 1, 20);
  const milliseconds ceiling = std::min(policy.cap, policy.base * (int64_t{1} << doublings));
  const milliseconds jitter(
      static_cast<int64_t>(failed.chance * static_cast<double>(ceiling.count())));
  const milliseconds wait = HintOf(failed).value_or(milliseconds(0)) + jitter;
  if (wait >= failed.left) {
    return {Kind::kGiveUp, {}, "The next try would come after the time limit of the run."};
  }
  return {Kind::kRetry, wait, {}};
}

void CircuitBreaker::GaveUp(const std::string& why) {
  if (++failures_ >= limit_) Stop(fmt::format("{} requests in a row failed. {}", failures_, why));
}

void CircuitBreaker::Stop(const std::string& why) {
  if (open_) return;
  open_ = true;
  why_ = why;
}

}  // namespace protowarden::llm
