// SPDX-License-Identifier: Apache-2.0
#include "llm/reviewer/asker.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>

#include "analyzer/base/hash.h"
#include "analyzer/base/text.h"

namespace protowarden::llm {
namespace {

constexpr size_t kBytesOfToken = 3;
constexpr const char* kInterrupted = "The run was interrupted.";

// The server knows no schemas: the one in the prompt has to do.
bool RefusesSchema(const Reply& reply) {
  static constexpr std::array<const char*, 5> kParameters = {
      "response_format", "output_config", "responseJsonSchema", "json_schema", "text.format"};
  return std::any_of(kParameters.begin(), kParameters.end(), [&](const char* parameter) {
    return RefusesParameter(reply.status, reply.body, parameter);
  });
}

std::string ReasonOf(const Answer& answer) {
  return answer.detail.empty()
             ? fmt::format("The answer {}.", Describe(answer.outcome))
             : fmt::format("The answer {} ({}).", Describe(answer.outcome), answer.detail);
}

}  // namespace

Asker::Asker(AskSettings settings, const Cache& cache, Budget& budget, MakeTransport transport)
    : settings_(std::move(settings)),
      cache_(cache),
      budget_(budget),
      make_transport_(std::move(transport)) {
  summary_.replayed = settings_.replay;
}

void Asker::OnProgress(std::function<bool(const AskProgress&)> progress) {
  progress_ = std::move(progress);
}

void Asker::OnRequest(std::function<Status(const RequestRecord&)> record) {
  record_ = std::move(record);
}

void Asker::Run(const std::vector<Task*>& tasks) {
  // Others may have spent of the same budget.
  const TokenUsage before = budget_.used();
  const std::optional<double> cost_before = budget_.cost();
  for (Task* task : tasks) summary_.asked += task->size();
  for (Task* task : tasks) Batch(*task, TakeFromCache(*task));
  Tell();
  while (!open_.empty() || !sent_.empty()) {
    if (!stopped_.empty()) GiveUpAll(stopped_);
    while (!open_.empty() && sent_.size() < settings_.in_flight) {
      Job job = std::move(open_.front());
      open_.pop_front();
      Send(std::move(job));
    }
    if (!sent_.empty()) Receive();
  }
  summary_.interrupted = stopped_ == kInterrupted && !summary_.not_reviewed.empty();
  summary_.input_tokens = budget_.used().input - before.input;
  summary_.output_tokens = budget_.used().output - before.output;
  if (cost_before.has_value()) summary_.cost_usd = budget_.cost().value_or(0) - *cost_before;
  std::sort(summary_.not_reviewed.begin(), summary_.not_reviewed.end(),
            [](const NotReviewed& a, const NotReviewed& b) {
              return std::tie(a.element, a.reason) < std::tie(b.element, b.reason);
            });
}

std::vector<HttpCall> Asker::Plan(const std::vector<Task*>& tasks) {
  for (Task* task : tasks) {
    std::vector<size_t> items;
    for (size_t item = 0; item < task->size(); ++item) {
      if (!FindInCache(*task, item).has_value()) items.push_back(item);
    }
    Batch(*task, items);
  }
  std::vector<HttpCall> calls;
  for (const Job& job : open_) {
    calls.push_back(settings_.provider->build(settings_.endpoint, job.question));
  }
  open_.clear();
  return calls;
}

std::optional<Json> Asker::FindInCache(const Task& task, size_t item) const {
  auto value = cache_.Find(KeyOf(task, item));
  if (!value.has_value()) return std::nullopt;
  (*value)["id"] = ItemId(0);
  ReadItems read = ReadAnswerItems(task, 1, DumpJson({{"items", {*value}}}));
  if (!read.problems.empty()) return std::nullopt;
  return std::move(read.values.front());
}

std::vector<size_t> Asker::TakeFromCache(Task& task) {
  std::vector<size_t> rest;
  for (size_t item = 0; item < task.size(); ++item) {
    const auto value = FindInCache(task, item);
    if (value.has_value()) {
      task.Take(std::span(&item, 1), {*value});
      ++summary_.reviewed;
      ++summary_.cached_answers;
    } else if (settings_.replay) {
      GiveUp(task, item, "There is no recorded answer to this question.");
    } else {
      rest.push_back(item);
    }
  }
  return rest;
}

void Asker::Batch(Task& task, const std::vector<size_t>& items) {
  std::vector<size_t> batch;
  size_t bytes = 0;
  const auto close = [&] {
    if (!batch.empty()) open_.push_back(JobOf(task, std::move(batch)));
    batch.clear();
    bytes = 0;
  };
  for (const size_t item : items) {
    const size_t size = DumpJson(task.DataOf(item)).size();
    if (bytes + size > settings_.batch_tokens * kBytesOfToken ||
        batch.size() == settings_.batch_items) {
      close();
    }
    batch.push_back(item);
    bytes += size;
  }
  close();
}

Asker::Job Asker::JobOf(Task& task, std::vector<size_t> items) const {
  Job job;
  job.task = &task;
  job.question = QuestionAbout(task, items, settings_.max_output_tokens);
  job.items = std::move(items);
  return job;
}

std::string Asker::KeyOf(const Task& task, size_t item) const {
  Json data = task.DataOf(item);
  if (task.ballot() > 0) data["ballot"] = task.ballot();
  return CacheKey(settings_.provider->name, settings_.endpoint, task.prompt(), data);
}

void Asker::Send(Job job) {
  job.structured = settings_.endpoint.structured;
  const HttpCall call = settings_.provider->build(settings_.endpoint, job.question);
  job.bytes = call.body.size();
  if (record_) job.input_hash = Sha256Hex(call.body);
  if (!budget_.Reserve(job.bytes, settings_.max_output_tokens)) {
    GiveUp(job, fmt::format("The budget is used up: {}.", budget_.exhausted()));
    return;
  }
  const auto fail = [&](const std::string& why) {
    budget_.Settle(job.bytes, settings_.max_output_tokens, {});
    GiveUp(job, why);
  };
  if (transport_ == nullptr) {
    auto made = make_transport_();
    if (!made.ok()) return fail(made.error().message);
    transport_ = std::move(made).value();
  }
  const std::string id = std::to_string(++last_id_);
  const Status sent = transport_->Send(id, call);
  if (!sent.ok()) return fail(sent.error().message);
  sent_.emplace(id, std::move(job));
}

void Asker::Receive() {
  const Result<Reply> reply = transport_->Receive();
  if (!reply.ok()) {
    Tell();
    GiveUpAll(stopped_.empty() ? reply.error().message : stopped_);
    return;
  }
  const auto found = sent_.find(reply->id);
  if (found == sent_.end()) return;
  Job job = std::move(found->second);
  sent_.erase(found);
  if (reply->attempts > 0) {
    ++summary_.requests;
    summary_.retries += reply->attempts - 1;
  }
  TakeReply(std::move(job), *reply);
  Tell();
}

void Asker::TakeReply(Job job, const Reply& reply) {
  if (reply.status == 0) {
    budget_.Settle(job.bytes, settings_.max_output_tokens, {});
    Record(job, reply, {}, "no_reply");
    GiveUp(job, reply.problem);
    return;
  }
  Answer answer = ReadAnswer(*settings_.provider, reply.status, reply.body);
  budget_.Settle(job.bytes, settings_.max_output_tokens, answer.usage);
  if (answer.outcome == Outcome::kAnswered) {
    TakeText(std::move(job), reply, answer);
    return;
  }
  Record(job, reply, answer.usage, Name(answer.outcome));
  if (job.structured && RefusesSchema(reply)) {
    settings_.endpoint.structured = false;
    Send(std::move(job));
    return;
  }
  if (answer.outcome != Outcome::kFailed) {
    Split(job, ReasonOf(answer));
    return;
  }
  GiveUp(job, reply.problem.empty() ? ReasonOf(answer) : reply.problem);
}

void Asker::TakeText(Job job, const Reply& reply, const Answer& answer) {
  const ReadItems read = ReadAnswerItems(*job.task, job.items.size(), answer.text);
  Record(job, reply, answer.usage, read.problems.empty() ? Name(answer.outcome) : "invalid");
  if (read.problems.empty()) {
    job.task->Take(job.items, read.values);
    summary_.reviewed += job.items.size();
    Keep(job, read.values);
    return;
  }
  if (!job.again) {
    job.again = true;
    job.question = AskAgain(std::move(job.question), read.problems);
    Send(std::move(job));
    return;
  }
  Split(job, fmt::format("The answer was not valid: {}", Join(read.problems, " ")));
}

void Asker::Keep(const Job& job, const std::vector<Json>& values) {
  for (size_t place = 0; place < values.size(); ++place) {
    Json value = values[place];
    value.erase("id");
    const Status kept = cache_.Keep(KeyOf(*job.task, job.items[place]), value);
    if (!kept.ok()) summary_.cache_problem = kept.error().message;
  }
}

void Asker::Record(const Job& job, const Reply& reply, const TokenUsage& usage,
                   std::string_view outcome) {
  if (!record_ || reply.attempts == 0) return;
  const Prompt& prompt = job.task->prompt();
  RequestRecord record;
  record.provider = settings_.provider->name;
  record.model = settings_.endpoint.model;
  record.prompt = prompt.name;
  record.prompt_version = prompt.version;
  record.input_sha256 = job.input_hash;
  if (!reply.body.empty()) record.answer_sha256 = Sha256Hex(reply.body);
  record.usage = usage;
  record.cost_usd = budget_.CostOf(usage);
  record.outcome = outcome;
  record.attempts = reply.attempts;
  for (const size_t item : job.items) record.items.push_back(KeyOf(*job.task, item));
  const Status recorded = record_(record);
  if (!recorded.ok() && stopped_.empty()) stopped_ = recorded.error().message;
}

void Asker::Split(const Job& job, const std::string& reason) {
  if (job.items.size() == 1) {
    GiveUp(job, reason);
    return;
  }
  const auto middle = job.items.begin() + static_cast<std::ptrdiff_t>(job.items.size() / 2);
  open_.push_front(JobOf(*job.task, {middle, job.items.end()}));
  open_.push_front(JobOf(*job.task, {job.items.begin(), middle}));
}

void Asker::GiveUp(const Job& job, const std::string& reason) {
  for (const size_t item : job.items) GiveUp(*job.task, item, reason);
  Tell();
}

void Asker::GiveUp(const Task& task, size_t item, const std::string& reason) {
  summary_.not_reviewed.push_back({task.NameOf(item), reason});
}

void Asker::GiveUpAll(const std::string& reason) {
  // Nobody knows how far they came.
  summary_.requests += static_cast<int64_t>(sent_.size());
  for (const auto& [id, job] : sent_) {
    budget_.Settle(job.bytes, settings_.max_output_tokens, {});
    Record(job, {}, {}, stopped_ == kInterrupted ? "interrupted" : "no_reply");
    GiveUp(job, reason);
  }
  sent_.clear();
  for (const Job& job : open_) GiveUp(job, reason);
  open_.clear();
}

void Asker::Tell() {
  if (!progress_ || !stopped_.empty()) return;
  const size_t done = summary_.reviewed + summary_.not_reviewed.size();
  if (!progress_({done, summary_.asked, budget_.cost()})) stopped_ = kInterrupted;
}

}  // namespace protowarden::llm
