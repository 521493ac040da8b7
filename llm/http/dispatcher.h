// SPDX-License-Identifier: Apache-2.0
//
// Carries out requests several at a time, with retries, until each has one reply.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <random>
#include <unordered_map>
#include <vector>

#include "llm/helper_protocol.h"
#include "llm/http/client.h"
#include "llm/retry.h"

namespace protowarden::http {

// Not thread-safe.
class Dispatcher {
 public:
  // The header with the credentials, "" for none. Asked before each attempt: tokens expire.
  using Authorize = std::function<Result<std::string>()>;

  Dispatcher(Client& client, const llm::HelperSetup& setup, Authorize authorize);

  void Add(llm::HelperRequest request);
  // Works until a request has its reply, the client is woken, or the time is over.
  [[nodiscard]] std::vector<llm::Reply> Work(std::chrono::milliseconds limit);
  [[nodiscard]] bool idle() const { return ready_.empty() && late_.empty() && running_.empty(); }

 private:
  using Clock = std::chrono::steady_clock;
  struct Job {
    llm::HelperRequest request;
    int attempt = 0;
    Clock::time_point not_before{};
  };

  void StartReady(std::vector<llm::Reply>& replies);
  void Take(Done done, std::vector<llm::Reply>& replies);
  void Failed(Job job, const Done& done, std::vector<llm::Reply>& replies);
  [[nodiscard]] std::chrono::milliseconds Left() const;
  // How long may be waited: until the next retry is due.
  [[nodiscard]] std::chrono::milliseconds Patience(std::chrono::milliseconds limit) const;
  void Refuse(const Job& job, const std::string& why, std::vector<llm::Reply>& replies) const;

  Client& client_;
  llm::RetryPolicy policy_;
  size_t parallel_;
  std::chrono::milliseconds attempt_timeout_;
  Authorize authorize_;
  Clock::time_point deadline_;
  llm::CircuitBreaker breaker_;
  std::deque<Job> ready_;
  std::vector<Job> late_;  // wait for another try
  std::unordered_map<uint64_t, Job> running_;
  uint64_t last_token_ = 0;
  std::minstd_rand random_{std::random_device{}()};
};

}  // namespace protowarden::http
