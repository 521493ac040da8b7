// SPDX-License-Identifier: Apache-2.0
#include "llm/providers/providers.h"
#include "llm/schema.h"

namespace protowarden::llm {
namespace {

// As llm/budget.h estimates. The default context window silently drops what does not fit.
constexpr size_t kBytesOfToken = 3;

}  // namespace

HttpCall BuildOllama(const Endpoint& endpoint, const Question& question) {
  const auto input =
      static_cast<int64_t>((question.system.size() + question.user.size()) / kBytesOfToken);
  Json options = {{"num_predict", question.max_output_tokens},
                  {"num_ctx", input + question.max_output_tokens}};
  if (endpoint.temperature.has_value()) options["temperature"] = *endpoint.temperature;
  Json body = {{"model", endpoint.model},
               {"messages",
                {{{"role", "system"}, {"content", question.system}},
                 {{"role", "user"}, {"content", question.user}}}},
               {"options", std::move(options)},
               {"stream", false},
               {"truncate", false}};
  if (endpoint.structured) body["format"] = PortableSchema(question.schema);
  return {endpoint.base_url + "/api/chat", {"Content-Type: application/json"}, DumpJson(body)};
}

Answer ReadOllama(const Json& body) {
  Answer answer;
  answer.usage.input = NumberOf(body, "prompt_eval_count");
  answer.usage.output = NumberOf(body, "eval_count");
  const std::string reason = TextOf(body, "done_reason");
  if (reason == "length") {
    answer.outcome = Outcome::kTruncated;
  } else if (reason == "stop") {
    answer.outcome = Outcome::kAnswered;
    answer.text = TextOf(Member(body, "message"), "content");
  } else {
    answer.detail = "done_reason " + (reason.empty() ? "is missing" : reason);
  }
  return answer;
}

}  // namespace protowarden::llm
