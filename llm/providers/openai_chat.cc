// SPDX-License-Identifier: Apache-2.0
#include "llm/providers/providers.h"
#include "llm/schema.h"

namespace protowarden::llm {
namespace {

HttpCall BuildChat(const Endpoint& endpoint, const Question& question, const char* output_limit) {
  Json body = {{"model", endpoint.model},
               {"messages",
                {{{"role", "system"}, {"content", question.system}},
                 {{"role", "user"}, {"content", question.user}}}},
               {output_limit, question.max_output_tokens}};
  if (endpoint.structured) {
    body["response_format"] = {{"type", "json_schema"},
                               {"json_schema",
                                {{"name", question.schema_name},
                                 {"strict", true},
                                 {"schema", PortableSchema(question.schema)}}}};
  }
  if (endpoint.temperature.has_value()) body["temperature"] = *endpoint.temperature;
  return {
      endpoint.base_url + "/chat/completions", {"Content-Type: application/json"}, DumpJson(body)};
}

TokenUsage UsageIn(const Json& usage) {
  TokenUsage tokens;
  tokens.input = NumberOf(usage, "prompt_tokens");
  tokens.cached_input = NumberOf(Member(usage, "prompt_tokens_details"), "cached_tokens");
  tokens.output = NumberOf(usage, "completion_tokens");
  return tokens;
}

}  // namespace

HttpCall BuildOpenAiChat(const Endpoint& endpoint, const Question& question) {
  // Reasoning models refuse `max_tokens`.
  return BuildChat(endpoint, question, "max_completion_tokens");
}

HttpCall BuildCompatibleChat(const Endpoint& endpoint, const Question& question) {
  return BuildChat(endpoint, question, "max_tokens");
}

Answer ReadOpenAiChat(const Json& body) {
  Answer answer;
  answer.usage = UsageIn(Member(body, "usage"));
  const Json::array_t& choices = ItemsOf(Member(body, "choices"));
  if (choices.empty()) {
    answer.detail = "status 200 without choices";
    return answer;
  }
  const Json& choice = choices.front();
  const Json& message = Member(choice, "message");
  const std::string reason = TextOf(choice, "finish_reason");
  if (const std::string refusal = TextOf(message, "refusal"); !refusal.empty()) {
    answer.outcome = Outcome::kRefused;
    answer.detail = refusal;
  } else if (reason == "length") {
    answer.outcome = Outcome::kTruncated;
  } else if (reason == "content_filter") {
    answer.outcome = Outcome::kFiltered;
  } else if (reason == "stop") {
    answer.outcome = Outcome::kAnswered;
    answer.text = TextOf(message, "content");
  } else {
    answer.detail = "finish_reason " + (reason.empty() ? "is missing" : reason);
  }
  return answer;
}

}  // namespace protowarden::llm
