// SPDX-License-Identifier: Apache-2.0
//
// Whether and when a request is tried again. Pure: time and chance are arguments.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace protowarden::llm {

using std::chrono::milliseconds;

struct RetryPolicy {
  int max_attempts = 6;
  milliseconds base{500};
  milliseconds cap{30'000};
};

// How an attempt ended without success.
struct FailedAttempt {
  long status = 0;  // 0: no answer, the connection or a timeout failed
  const std::map<std::string, std::string>& headers;  // names in lower case
  std::string_view body;
  int attempt = 1;         // this was the n-th
  milliseconds left{};     // until the deadline of the run
  double chance = 0;       // uniform in [0, 1)
  int64_t now_epoch = 0;   // seconds, for dates in retry-after
  bool may_repeat = true;  // false: the failure repeats itself, like a bad certificate
};

struct RetryDecision {
  enum class Kind : uint8_t {
    kRetry,  // after `wait`
    kGiveUp,
    kStop,  // nothing that follows can succeed: no key, no such model, the quota is used up
  };
  Kind kind = Kind::kGiveUp;
  milliseconds wait{};
  std::string why;  // for people where it is not the status alone
};

// 408, 409, 429, 5xx and failed connections are tried again. A server's hint counts in this order:
// x-should-retry, retry-after-ms, retry-after (seconds or a date), google.rpc.RetryInfo; it is the
// least wait, on top of which comes "full jitter".
// Source: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/,
//         https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
[[nodiscard]] RetryDecision Decide(const RetryPolicy& policy, const FailedAttempt& failed);

// The wait that an answer asks for.
[[nodiscard]] std::optional<milliseconds> HintOf(const FailedAttempt& failed);

// Stops a run that cannot succeed: opens after so many requests in a row that were given up, and
// stays open. Not thread-safe.
class CircuitBreaker {
 public:
  explicit CircuitBreaker(int limit = 5) : limit_(limit) {}

  void Succeeded() { failures_ = 0; }
  void GaveUp(const std::string& why);
  void Stop(const std::string& why);
  [[nodiscard]] bool open() const { return open_; }
  [[nodiscard]] const std::string& why() const { return why_; }

 private:
  int limit_;
  int failures_ = 0;
  bool open_ = false;
  std::string why_;
};

}  // namespace protowarden::llm
