// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/review_text.h"

#include <fmt/format.h>

#include <map>

#include "analyzer/base/text.h"

namespace protowarden::report {
namespace {

constexpr size_t kMostNamed = 5;

std::string CostOf(const ReviewSummary& review) {
  if (review.requests == 0) return "no request was sent";
  return fmt::format(
      "{}, {} tokens read, {} written, {}", Count(static_cast<size_t>(review.requests), "request"),
      review.input_tokens, review.output_tokens,
      review.cost_usd.has_value() ? fmt::format("${:.4f}", *review.cost_usd) : "cost unknown");
}

}  // namespace

std::vector<std::string> ReviewNotes(const ReviewSummary& review) {
  std::vector<std::string> notes;
  notes.push_back(fmt::format(
      "The language model ({}) reviewed {} of {}{}: {}.", Printable(review.reviewer),
      review.reviewed, Count(review.asked, "element"),
      review.cached_answers > 0 ? fmt::format(", {} from the cache", review.cached_answers) : "",
      CostOf(review)));
  std::map<std::string, std::vector<std::string>> by_reason;
  for (const NotReviewed& item : review.not_reviewed) {
    by_reason[item.reason].push_back(Printable(item.element));
  }
  for (auto& [reason, elements] : by_reason) {
    const size_t more = elements.size() > kMostNamed ? elements.size() - kMostNamed : 0;
    elements.resize(elements.size() - more);
    notes.push_back(
        fmt::format("Not reviewed by the language model: {}{}. {}", Join(elements, ", "),
                    more > 0 ? fmt::format(" and {} more", more) : "", Printable(reason)));
  }
  if (review.dropped > 0) {
    notes.push_back(fmt::format("{} of the language model had no evidence in the schema: dropped.",
                                Count(review.dropped, "claim")));
  }
  if (!review.cache_problem.empty()) {
    notes.push_back("Answers of the language model were not kept: " +
                    Printable(review.cache_problem));
  }
  return notes;
}

}  // namespace protowarden::report
