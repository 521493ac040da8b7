// SPDX-License-Identifier: Apache-2.0
//
// What a run may spend: estimated before a request is sent, settled by what the provider reports.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/base/result.h"
#include "llm/json.h"
#include "llm/outcome.h"

namespace protowarden::llm {

// US dollars a token, in litellm's field names where they are read.
struct Price {
  double input = 0;
  double output = 0;
  double cached_input = 0;  // the input price where none is given
  double cache_write = 0;   // the same
};

// The price of a model in a table of litellm's form; nullopt when it is unknown, which is not free.
// A dated or prefixed name ("openai/gpt-4o", "gpt-4o-2024-08-06") is looked up as it is first, then
// without prefix and date.
[[nodiscard]] std::optional<Price> FindPrice(const Json& table, std::string_view model);
// The table that comes with the program.
[[nodiscard]] const Json& BuiltinPrices();
// A table that a user keeps. Fails when it is no object of objects.
[[nodiscard]] Result<Json> ReadPrices(std::string_view text, const std::string& origin);

[[nodiscard]] double CostOf(const Price& price, const TokenUsage& usage);

struct Limits {
  int64_t max_requests = 200;  // retries are not counted, but what they use is
  int64_t max_tokens = 2'000'000;
  std::optional<double> max_cost_usd{};
};

// Not thread-safe.
class Budget {
 public:
  Budget(Limits limits, std::optional<Price> price) : limits_(limits), price_(price) {}

  // Sets aside one request of so many bytes with its longest answer; false when something would be
  // exceeded. Where the price is unknown and costs are limited, nothing may be spent.
  [[nodiscard]] bool Reserve(size_t request_bytes, int64_t max_output_tokens);
  // What the request really used. A reservation is settled exactly once, after failures too.
  void Settle(size_t request_bytes, int64_t max_output_tokens, const TokenUsage& used);

  [[nodiscard]] int64_t requests() const { return requests_; }
  [[nodiscard]] const TokenUsage& used() const { return used_; }
  // nullopt when the price is unknown.
  [[nodiscard]] std::optional<double> cost() const;
  // Of one request; nullopt when the price is unknown.
  [[nodiscard]] std::optional<double> CostOf(const TokenUsage& usage) const;
  // Which limit Reserve met last, for people: "max_requests = 200".
  [[nodiscard]] const std::string& exhausted() const { return exhausted_; }

 private:
  Limits limits_;
  std::optional<Price> price_;
  int64_t requests_ = 0;
  TokenUsage used_;
  TokenUsage reserved_;
  std::string exhausted_;
};

}  // namespace protowarden::llm
