// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "llm/providers/providers.h"
#include "llm/schema.h"

namespace protowarden::llm {
namespace {

constexpr std::array<std::string_view, 8> kFilterReasons = {
    "SAFETY",    "RECITATION", "PROHIBITED_CONTENT", "SPII",
    "BLOCKLIST", "LANGUAGE",   "IMAGE_SAFETY",       "OTHER"};

std::string BodyOf(const Endpoint& endpoint, const Question& question) {
  Json generation = {{"maxOutputTokens", question.max_output_tokens}};
  if (endpoint.structured) {
    generation["responseMimeType"] = "application/json";
    generation["responseJsonSchema"] = PortableSchema(question.schema);
  }
  if (endpoint.temperature.has_value()) generation["temperature"] = *endpoint.temperature;
  return DumpJson({{"systemInstruction", {{"parts", {{{"text", question.system}}}}}},
                   {"contents", {{{"role", "user"}, {"parts", {{{"text", question.user}}}}}}},
                   {"generationConfig", std::move(generation)}});
}

// Thoughts are counted beside the answer.
TokenUsage UsageIn(const Json& usage) {
  TokenUsage tokens;
  tokens.input = NumberOf(usage, "promptTokenCount");
  tokens.cached_input = NumberOf(usage, "cachedContentTokenCount");
  tokens.output = NumberOf(usage, "candidatesTokenCount") + NumberOf(usage, "thoughtsTokenCount");
  return tokens;
}

std::string TextIn(const Json& candidate) {
  std::string text;
  for (const Json& part : ItemsOf(Member(Member(candidate, "content"), "parts"))) {
    if (!FlagOf(part, "thought")) text += TextOf(part, "text");
  }
  return text;
}

}  // namespace

HttpCall BuildGemini(const Endpoint& endpoint, const Question& question) {
  return {fmt::format("{}/v1beta/models/{}:generateContent", endpoint.base_url, endpoint.model),
          {"Content-Type: application/json"},
          BodyOf(endpoint, question)};
}

HttpCall BuildVertex(const Endpoint& endpoint, const Question& question) {
  std::string base = endpoint.base_url;
  if (base.empty()) {
    base = endpoint.location == "global"
               ? "https://aiplatform.googleapis.com"
               : fmt::format("https://{}-aiplatform.googleapis.com", endpoint.location);
  }
  return {fmt::format("{}/v1/projects/{}/locations/{}/publishers/google/models/{}:generateContent",
                      base, endpoint.project, endpoint.location, endpoint.model),
          {"Content-Type: application/json"},
          BodyOf(endpoint, question)};
}

Answer ReadGemini(const Json& body) {
  Answer answer;
  answer.usage = UsageIn(Member(body, "usageMetadata"));
  const std::string blocked = TextOf(Member(body, "promptFeedback"), "blockReason");
  if (!blocked.empty()) {
    answer.outcome = Outcome::kFiltered;
    answer.detail = "blockReason " + blocked;
    return answer;
  }
  const Json::array_t& candidates = ItemsOf(Member(body, "candidates"));
  if (candidates.empty()) {
    answer.outcome = Outcome::kEmpty;
    return answer;
  }
  const std::string reason = TextOf(candidates.front(), "finishReason");
  answer.detail = "finishReason " + (reason.empty() ? "is missing" : reason);
  if (reason == "STOP") {
    answer.outcome = Outcome::kAnswered;
    answer.detail.clear();
    answer.text = TextIn(candidates.front());
  } else if (reason == "MAX_TOKENS") {
    answer.outcome = Outcome::kTruncated;
  } else if (std::find(kFilterReasons.begin(), kFilterReasons.end(), reason) !=
             kFilterReasons.end()) {
    answer.outcome = Outcome::kFiltered;
  }
  return answer;
}

}  // namespace protowarden::llm
