// SPDX-License-Identifier: Apache-2.0
//
// Asks what is doubtful several times and takes what most answers say: agreement tells more than
// the confidence that a model claims.
#pragma once

#include <algorithm>
#include <functional>
#include <vector>

#include "llm/reviewer/asker.h"

namespace protowarden::llm {

// Runs the tasks; what an answer leaves in doubt (Task::IsDoubtful) is asked until there are
// `votes` answers, as far as budget and time allow, and the task takes their majority. With one
// vote it is Asker::Run. `make` is called for each of the two rounds. The summary is that of both.
[[nodiscard]] ReviewSummary AskWithVotes(size_t votes, const Doubt& doubt,
                                         const std::vector<Task*>& tasks,
                                         const std::function<Asker()>& make);

// The value that most have; where several do, the greatest. `votes` must not be empty.
template <typename T>
struct Winner {
  T value{};
  size_t votes = 0;
};
template <typename T>
[[nodiscard]] Winner<T> MostVoted(const std::vector<T>& votes) {
  Winner<T> winner;
  for (const T value : votes) {
    const auto count = static_cast<size_t>(std::count(votes.begin(), votes.end(), value));
    if (count > winner.votes || (count == winner.votes && value > winner.value)) {
      winner = {value, count};
    }
  }
  return winner;
}

// HIGH where all agree, MEDIUM where most do, else LOW.
[[nodiscard]] Confidence AgreementOf(size_t votes, size_t ballots);

}  // namespace protowarden::llm
