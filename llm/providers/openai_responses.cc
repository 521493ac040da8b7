// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "llm/providers/providers.h"
#include "llm/schema.h"

namespace protowarden::llm {
namespace {

// The API refuses less.
constexpr int64_t kLeastOutput = 16;

TokenUsage UsageIn(const Json& usage) {
  TokenUsage tokens;
  tokens.input = NumberOf(usage, "input_tokens");
  tokens.cached_input = NumberOf(Member(usage, "input_tokens_details"), "cached_tokens");
  tokens.output = NumberOf(usage, "output_tokens");
  return tokens;
}

void ReadMessage(const Json& message, Answer& answer) {
  for (const Json& part : ItemsOf(Member(message, "content"))) {
    const std::string type = TextOf(part, "type");
    if (type == "output_text") answer.text += TextOf(part, "text");
    if (type == "refusal") {
      answer.outcome = Outcome::kRefused;
      answer.detail = TextOf(part, "refusal");
    }
  }
}

}  // namespace

HttpCall BuildOpenAiResponses(const Endpoint& endpoint, const Question& question) {
  Json body = {{"model", endpoint.model},
               {"instructions", question.system},
               {"input", question.user},
               {"max_output_tokens", std::max(question.max_output_tokens, kLeastOutput)},
               {"store", false}};
  if (endpoint.structured) {
    body["text"] = {{"format",
                     {{"type", "json_schema"},
                      {"name", question.schema_name},
                      {"strict", true},
                      {"schema", PortableSchema(question.schema)}}}};
  }
  if (endpoint.temperature.has_value()) body["temperature"] = *endpoint.temperature;
  return {endpoint.base_url + "/responses", {"Content-Type: application/json"}, DumpJson(body)};
}

Answer ReadOpenAiResponses(const Json& body) {
  Answer answer;
  answer.usage = UsageIn(Member(body, "usage"));
  const std::string status = TextOf(body, "status");
  if (status == "incomplete") {
    const std::string reason = TextOf(Member(body, "incomplete_details"), "reason");
    answer.outcome = reason == "content_filter" ? Outcome::kFiltered : Outcome::kTruncated;
    answer.detail = reason;
    return answer;
  }
  if (status != "completed") {
    answer.detail = "response status " + (status.empty() ? "is missing" : status);
    const std::string message = TextOf(Member(body, "error"), "message");
    if (!message.empty()) answer.detail += ": " + message;
    return answer;
  }
  answer.outcome = Outcome::kAnswered;
  for (const Json& item : ItemsOf(Member(body, "output"))) {
    if (TextOf(item, "type") == "message") ReadMessage(item, answer);
  }
  return answer;
}

}  // namespace protowarden::llm
