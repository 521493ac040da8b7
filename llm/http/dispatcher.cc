// SPDX-License-Identifier: Apache-2.0
#include "llm/http/dispatcher.h"

#include <fmt/format.h>

#include <algorithm>

#include "llm/provider.h"

namespace protowarden::http {
namespace {

using std::chrono::milliseconds;

int64_t NowEpoch() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

// "status 429: slow down", or why no response came.
std::string WhatFailed(const Done& done) {
  if (!done.result.ok()) return done.result.error().message;
  const std::string text = llm::ErrorText(done.result->body);
  return text.empty()
             ? fmt::format("The provider answered with status {}.", done.result->status)
             : fmt::format("The provider answered with status {}: {}", done.result->status, text);
}

}  // namespace

Dispatcher::Dispatcher(Client& client, const llm::HelperSetup& setup, Authorize authorize)
    : client_(client),
      parallel_(static_cast<size_t>(setup.parallel)),
      attempt_timeout_(setup.total_ms),
      authorize_(std::move(authorize)),
      deadline_(Clock::now() + milliseconds(setup.deadline_ms)) {
  policy_.max_attempts = static_cast<int>(setup.max_attempts);
  policy_.base = milliseconds(setup.base_wait_ms);
}

void Dispatcher::Add(llm::HelperRequest request) { ready_.push_back({std::move(request)}); }

std::vector<llm::Reply> Dispatcher::Work(milliseconds limit) {
  std::vector<llm::Reply> replies;
  StartReady(replies);
  if (!replies.empty()) return replies;
  for (Done& done : client_.Wait(Patience(limit))) Take(std::move(done), replies);
  StartReady(replies);
  return replies;
}

void Dispatcher::StartReady(std::vector<llm::Reply>& replies) {
  const Clock::time_point now = Clock::now();
  const auto due = std::stable_partition(late_.begin(), late_.end(), [&](const Job& job) {
    return !breaker_.open() && job.not_before > now && now < deadline_;
  });
  for (auto job = due; job != late_.end(); ++job) ready_.push_front(std::move(*job));
  late_.erase(due, late_.end());
  while (!ready_.empty() && running_.size() < parallel_) {
    Job job = std::move(ready_.front());
    ready_.pop_front();
    if (breaker_.open()) {
      Refuse(job, breaker_.why(), replies);
      continue;
    }
    if (now >= deadline_) {
      Refuse(job, "The time limit of the run was reached.", replies);
      continue;
    }
    const Result<std::string> authorization = authorize_();
    if (!authorization.ok()) {
      breaker_.Stop(authorization.error().message);
      Refuse(job, breaker_.why(), replies);
      continue;
    }
    ++job.attempt;
    Request request{"POST", job.request.call.url, job.request.call.headers, job.request.call.body};
    request.timeout = std::min(attempt_timeout_, Left());
    if (!authorization->empty()) request.headers.push_back(*authorization);
    client_.Start(++last_token_, std::move(request));
    running_.emplace(last_token_, std::move(job));
  }
}

void Dispatcher::Take(Done done, std::vector<llm::Reply>& replies) {
  const auto found = running_.find(done.token);
  if (found == running_.end()) return;
  Job job = std::move(found->second);
  running_.erase(found);
  if (!done.result.ok() || done.result->status != 200) {
    Failed(std::move(job), done, replies);
    return;
  }
  breaker_.Succeeded();
  replies.push_back({job.request.id, 200, std::move(done.result->body), {}, job.attempt});
}

void Dispatcher::Failed(Job job, const Done& done, std::vector<llm::Reply>& replies) {
  static const Response kNone;
  const Response& response = done.result.ok() ? *done.result : kNone;
  const double chance = std::uniform_real_distribution<double>(0, 1)(random_);
  const llm::RetryDecision decision =
      Decide(policy_, {response.status, response.headers, response.body, job.attempt, Left(),
                       chance, NowEpoch(), done.may_repeat});
  if (decision.kind == llm::RetryDecision::Kind::kRetry) {
    job.not_before = Clock::now() + decision.wait;
    late_.push_back(std::move(job));
    return;
  }
  std::string why = WhatFailed(done);
  if (!decision.why.empty()) why += " " + decision.why;
  if (decision.kind == llm::RetryDecision::Kind::kStop) {
    breaker_.Stop(why);
  } else if (response.status != 400 && response.status != 413 && response.status != 422) {
    breaker_.GaveUp(why);
  }
  replies.push_back({job.request.id, response.status, response.body, why, job.attempt});
}

void Dispatcher::Refuse(const Job& job, const std::string& why,
                        std::vector<llm::Reply>& replies) const {
  replies.push_back({job.request.id, 0, {}, why, job.attempt});
}

milliseconds Dispatcher::Left() const {
  return std::max(std::chrono::duration_cast<milliseconds>(deadline_ - Clock::now()),
                  milliseconds(0));
}

milliseconds Dispatcher::Patience(milliseconds limit) const {
  const Clock::time_point now = Clock::now();
  for (const Job& job : late_) {
    const auto until = std::chrono::ceil<milliseconds>(job.not_before - now);
    limit = std::min(limit, std::max(until, milliseconds(0)));
  }
  return limit;
}

}  // namespace protowarden::http
