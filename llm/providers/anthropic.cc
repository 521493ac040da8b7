// SPDX-License-Identifier: Apache-2.0
#include "llm/providers/providers.h"
#include "llm/schema.h"

namespace protowarden::llm {
namespace {

// Tokens from and to the cache are counted beside the others.
TokenUsage UsageIn(const Json& usage) {
  TokenUsage tokens;
  tokens.cached_input = NumberOf(usage, "cache_read_input_tokens");
  tokens.cache_write = NumberOf(usage, "cache_creation_input_tokens");
  tokens.input = NumberOf(usage, "input_tokens") + tokens.cached_input + tokens.cache_write;
  tokens.output = NumberOf(usage, "output_tokens");
  return tokens;
}

}  // namespace

HttpCall BuildAnthropic(const Endpoint& endpoint, const Question& question) {
  Json body = {{"model", endpoint.model},
               {"system", question.system},
               {"messages", {{{"role", "user"}, {"content", question.user}}}},
               {"max_tokens", question.max_output_tokens}};
  if (endpoint.structured) {
    body["output_config"] = {
        {"format", {{"type", "json_schema"}, {"schema", PortableSchema(question.schema)}}}};
  }
  if (endpoint.temperature.has_value()) body["temperature"] = *endpoint.temperature;
  return {endpoint.base_url + "/v1/messages",
          {"Content-Type: application/json", "anthropic-version: 2023-06-01"},
          DumpJson(body)};
}

Answer ReadAnthropic(const Json& body) {
  Answer answer;
  answer.usage = UsageIn(Member(body, "usage"));
  const std::string reason = TextOf(body, "stop_reason");
  if (reason == "max_tokens" || reason == "model_context_window_exceeded") {
    answer.outcome = Outcome::kTruncated;
    answer.detail = reason;
    return answer;
  }
  if (reason == "refusal") {
    answer.outcome = Outcome::kRefused;
    return answer;
  }
  if (reason != "end_turn" && reason != "stop_sequence") {
    answer.detail = "stop_reason " + (reason.empty() ? "is missing" : reason);
    return answer;
  }
  answer.outcome = Outcome::kAnswered;
  // Thoughts may stand before the text.
  for (const Json& block : ItemsOf(Member(body, "content"))) {
    if (TextOf(block, "type") == "text") answer.text += TextOf(block, "text");
  }
  return answer;
}

}  // namespace protowarden::llm
