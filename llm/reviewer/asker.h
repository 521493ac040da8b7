// SPDX-License-Identifier: Apache-2.0
//
// Asks all that tasks have to ask: in batches, from the cache where it can, within the budget,
// several requests at a time. What an answer leaves open is asked once more or in halves; what
// stays open is told with its reason.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "analyzer/engine/reviewer.h"
#include "llm/audit.h"
#include "llm/budget.h"
#include "llm/cache.h"
#include "llm/provider.h"
#include "llm/reviewer/task.h"
#include "llm/transport.h"

namespace protowarden::llm {

struct AskSettings {
  const Provider* provider = nullptr;
  Endpoint endpoint;
  bool replay = false;  // from the cache alone
  size_t batch_tokens = 6'000;
  size_t batch_items = 12;
  int64_t max_output_tokens = 8'192;
  size_t in_flight = 16;  // requests handed to the transport at a time
};

struct AskProgress {
  size_t done = 0;  // items
  size_t total = 0;
  std::optional<double> cost_usd;
};

// One run. Not thread-safe.
class Asker {
 public:
  // The transport is made when the first request is sent.
  using MakeTransport = std::function<Result<std::unique_ptr<Transport>>()>;
  Asker(AskSettings settings, const Cache& cache, Budget& budget, MakeTransport transport);

  // Called after every answer; returns false to stop: what is open then counts as interrupted.
  void OnProgress(std::function<bool(const AskProgress&)> progress);

  // Called for every request that was sent, once its outcome is known. What cannot be recorded is
  // not asked: a failure ends the run.
  void OnRequest(std::function<Status(const RequestRecord&)> record);

  void Run(const std::vector<Task*>& tasks);

  // The requests that Run would send first, without those that the cache answers.
  [[nodiscard]] std::vector<HttpCall> Plan(const std::vector<Task*>& tasks);

  [[nodiscard]] const ReviewSummary& summary() const { return summary_; }

 private:
  struct Job {
    Task* task = nullptr;
    std::vector<size_t> items;
    Question question;
    bool again = false;      // the second attempt after an answer that was not valid
    bool structured = true;  // sent with a schema
    size_t bytes = 0;        // of the request, as reserved
    std::string input_hash;  // of its body, where requests are recorded
  };

  void Batch(Task& task, const std::vector<size_t>& items);
  // The items that have to be asked: the others are answered.
  [[nodiscard]] std::vector<size_t> TakeFromCache(Task& task);
  [[nodiscard]] std::optional<Json> FindInCache(const Task& task, size_t item) const;
  [[nodiscard]] Job JobOf(Task& task, std::vector<size_t> items) const;
  [[nodiscard]] std::string KeyOf(const Task& task, size_t item) const;
  void Send(Job job);
  void Receive();
  void TakeReply(Job job, const Reply& reply);
  void TakeText(Job job, const Reply& reply, const Answer& answer);
  void Keep(const Job& job, const std::vector<Json>& values);
  void Record(const Job& job, const Reply& reply, const TokenUsage& usage,
              std::string_view outcome);
  // In two halves; of one item nothing is left to do.
  void Split(const Job& job, const std::string& reason);
  void GiveUp(const Job& job, const std::string& reason);
  void GiveUp(const Task& task, size_t item, const std::string& reason);
  void GiveUpAll(const std::string& reason);
  void Tell();

  AskSettings settings_;
  const Cache& cache_;
  Budget& budget_;
  MakeTransport make_transport_;
  std::function<bool(const AskProgress&)> progress_;
  std::unique_ptr<Transport> transport_;
  std::deque<Job> open_;
  std::map<std::string, Job> sent_;
  size_t last_id_ = 0;
  std::function<Status(const RequestRecord&)> record_;
  std::string stopped_;  // why nothing more is asked; empty: go on
  ReviewSummary summary_;
};

}  // namespace protowarden::llm
