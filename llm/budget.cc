// SPDX-License-Identifier: Apache-2.0
#include "llm/budget.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "analyzer/base/embedded_file.h"
#include "analyzer/base/text.h"

namespace protowarden::llm {

// Generated from llm/prices.json.
std::span<const EmbeddedFile> PriceFiles();

namespace {

// Schemas and JSON have many short tokens: fewer bytes a token than prose.
constexpr size_t kBytesOfToken = 3;

TokenUsage Estimate(size_t request_bytes, int64_t max_output_tokens) {
  TokenUsage usage;
  usage.input = static_cast<int64_t>(request_bytes / kBytesOfToken) + 1;
  usage.output = max_output_tokens;
  return usage;
}

double Number(const Json& row, std::string_view key, double fallback) {
  const Json& member = Member(row, key);
  return member.is_number() ? member.get<double>() : fallback;
}

std::optional<Price> RowOf(const Json& table, std::string_view model) {
  const Json& row = Member(table, model);
  if (!Member(row, "input_cost_per_token").is_number() ||
      !Member(row, "output_cost_per_token").is_number()) {
    return std::nullopt;
  }
  Price price;
  price.input = Number(row, "input_cost_per_token", 0);
  price.output = Number(row, "output_cost_per_token", 0);
  price.cached_input = Number(row, "cache_read_input_token_cost", price.input);
  price.cache_write = Number(row, "cache_creation_input_token_cost", price.input);
  return price;
}

// Without "-2024-08-06" or "-20250929" at the end.
std::string_view WithoutDate(std::string_view model) {
  const auto is_date = [](std::string_view text) {
    return std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }) ==
               8 &&
           text.find_first_not_of("0123456789-") == std::string_view::npos;
  };
  for (const size_t length : {size_t{10}, size_t{8}}) {
    if (model.size() <= length + 1) continue;
    const size_t start = model.size() - length;
    if (model[start - 1] == '-' && is_date(model.substr(start))) return model.substr(0, start - 1);
  }
  return model;
}

}  // namespace

std::optional<Price> FindPrice(const Json& table, std::string_view model) {
  const std::string_view bare = model.substr(model.rfind('/') + 1);
  for (const std::string_view name : {model, bare, WithoutDate(bare)}) {
    if (auto price = RowOf(table, name)) return price;
  }
  return std::nullopt;
}

const Json& BuiltinPrices() {
  static const Json kTable = ParseJson(PriceFiles().front().text);
  return kTable;
}

Result<Json> ReadPrices(std::string_view text, const std::string& origin) {
  Json table = ParseJson(text);
  const bool good =
      table.is_object() &&
      std::all_of(table.begin(), table.end(), [](const Json& row) { return row.is_object(); });
  if (good) return table;
  return UsageError(fmt::format(
      "{}: A table of prices is a JSON object of model -> {{\"input_cost_per_token\": ..., "
      "\"output_cost_per_token\": ...}}.",
      Printable(origin)));
}

double CostOf(const Price& price, const TokenUsage& usage) {
  const int64_t fresh = std::max<int64_t>(usage.input - usage.cached_input - usage.cache_write, 0);
  return price.input * static_cast<double>(fresh) +
         price.cached_input * static_cast<double>(usage.cached_input) +
         price.cache_write * static_cast<double>(usage.cache_write) +
         price.output * static_cast<double>(usage.output);
}

bool Budget::Reserve(size_t request_bytes, int64_t max_output_tokens) {
  TokenUsage total = used_;
  total += reserved_;
  const TokenUsage estimate = Estimate(request_bytes, max_output_tokens);
  total += estimate;
  if (requests_ >= limits_.max_requests) {
    exhausted_ = fmt::format("max_requests = {}", limits_.max_requests);
    return false;
  }
  if (total.input + total.output > limits_.max_tokens) {
    exhausted_ = fmt::format("max_tokens = {}", limits_.max_tokens);
    return false;
  }
  if (limits_.max_cost_usd.has_value()) {
    if (!price_.has_value()) {
      exhausted_ = fmt::format("max_cost_usd = {}, and the price of the model is unknown",
                               *limits_.max_cost_usd);
      return false;
    }
    if (llm::CostOf(*price_, total) > *limits_.max_cost_usd) {
      exhausted_ = fmt::format("max_cost_usd = {}", *limits_.max_cost_usd);
      return false;
    }
  }
  ++requests_;
  reserved_ += estimate;
  return true;
}

void Budget::Settle(size_t request_bytes, int64_t max_output_tokens, const TokenUsage& used) {
  const TokenUsage estimate = Estimate(request_bytes, max_output_tokens);
  reserved_.input -= estimate.input;
  reserved_.output -= estimate.output;
  used_ += used;
}

std::optional<double> Budget::cost() const { return CostOf(used_); }

std::optional<double> Budget::CostOf(const TokenUsage& usage) const {
  if (!price_.has_value()) return std::nullopt;
  return llm::CostOf(*price_, usage);
}

}  // namespace protowarden::llm
