// SPDX-License-Identifier: Apache-2.0
#include "llm/reviewer/votes.h"

#include <deque>
#include <optional>

namespace protowarden::llm {
namespace {

// Some items of a task, asked once more; the answers are kept, not taken.
class Ballot : public Task {
 public:
  Ballot(Task& task, std::vector<size_t> items, size_t number)
      : task_(task), items_(std::move(items)), number_(number), answers_(items_.size()) {}

  [[nodiscard]] const Prompt& prompt() const override { return task_.prompt(); }
  [[nodiscard]] size_t size() const override { return items_.size(); }
  [[nodiscard]] std::string NameOf(size_t item) const override {
    return task_.NameOf(items_[item]);
  }
  [[nodiscard]] Json DataOf(size_t item) const override { return task_.DataOf(items_[item]); }
  [[nodiscard]] size_t ballot() const override { return number_; }
  void Take(std::span<const size_t> items, const std::vector<Json>& answers) override {
    for (size_t place = 0; place < items.size(); ++place) answers_[items[place]] = answers[place];
  }

  [[nodiscard]] Task& task() const { return task_; }
  [[nodiscard]] const std::vector<size_t>& items() const { return items_; }
  // null where none came.
  [[nodiscard]] const Json& AnswerTo(size_t place) const { return answers_[place]; }

 private:
  Task& task_;
  std::vector<size_t> items_;
  size_t number_;
  std::vector<Json> answers_;
};

std::vector<Task*> PointersTo(std::deque<Ballot>& ballots) {
  std::vector<Task*> tasks;
  for (Ballot& ballot : ballots) tasks.push_back(&ballot);
  return tasks;
}

void AddSpending(const ReviewSummary& more, ReviewSummary& summary) {
  summary.requests += more.requests;
  summary.retries += more.retries;
  summary.input_tokens += more.input_tokens;
  summary.output_tokens += more.output_tokens;
  if (summary.cost_usd.has_value()) *summary.cost_usd += more.cost_usd.value_or(0);
  summary.interrupted = summary.interrupted || more.interrupted;
  if (summary.cache_problem.empty()) summary.cache_problem = more.cache_problem;
}

// The items of a first ballot that were answered and are in doubt.
std::vector<size_t> DoubtfulOf(const Ballot& first, const Doubt& doubt) {
  std::vector<size_t> items;
  for (const size_t item : first.items()) {
    const Json& answer = first.AnswerTo(item);
    if (!answer.is_null() && first.task().IsDoubtful(item, answer, doubt)) items.push_back(item);
  }
  return items;
}

}  // namespace

Confidence AgreementOf(size_t votes, size_t ballots) {
  if (votes == ballots) return Confidence::kHigh;
  return votes * 2 > ballots ? Confidence::kMedium : Confidence::kLow;
}

ReviewSummary AskWithVotes(size_t votes, const Doubt& doubt, const std::vector<Task*>& tasks,
                           const std::function<Asker()>& make) {
  Asker asker = make();
  if (votes <= 1) {
    asker.Run(tasks);
    return asker.summary();
  }
  std::deque<Ballot> firsts;
  for (Task* task : tasks) {
    std::vector<size_t> all(task->size());
    for (size_t item = 0; item < all.size(); ++item) all[item] = item;
    firsts.emplace_back(*task, std::move(all), 0);
  }
  asker.Run(PointersTo(firsts));
  ReviewSummary summary = asker.summary();
  std::deque<Ballot> more;
  for (const Ballot& first : firsts) {
    const std::vector<size_t> items = DoubtfulOf(first, doubt);
    for (size_t number = 1; number < votes && !items.empty(); ++number) {
      more.emplace_back(first.task(), items, number);
    }
  }
  if (!more.empty() && !summary.interrupted) {
    Asker again = make();
    again.Run(PointersTo(more));
    AddSpending(again.summary(), summary);
  }
  for (const Ballot& first : firsts) {
    for (const size_t item : first.items()) {
      if (first.AnswerTo(item).is_null()) continue;
      std::vector<Json> answers{first.AnswerTo(item)};
      for (const Ballot& ballot : more) {
        if (&ballot.task() != &first.task()) continue;
        const auto& items = ballot.items();
        const auto found = std::lower_bound(items.begin(), items.end(), item);
        if (found == items.end() || *found != item) continue;
        const Json& answer = ballot.AnswerTo(static_cast<size_t>(found - items.begin()));
        if (!answer.is_null()) answers.push_back(answer);
      }
      Json taken = answers.size() > 1 ? first.task().MajorityOf(item, answers) : answers.front();
      first.task().Take(std::span(&item, 1), {std::move(taken)});
    }
  }
  return summary;
}

}  // namespace protowarden::llm
