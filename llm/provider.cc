// SPDX-License-Identifier: Apache-2.0
#include "llm/provider.h"

#include <fmt/format.h>

#include <array>

#include "analyzer/base/text.h"
#include "llm/clean_text.h"
#include "llm/providers/providers.h"

namespace protowarden::llm {
namespace {

constexpr size_t kShownError = 300;
constexpr std::string_view kBearer = "Authorization: Bearer ";

constexpr std::array<Provider, 7> kProviders = {{
    {"openai", "https://api.openai.com/v1", "OPENAI_API_KEY", kBearer, false, BuildOpenAiChat,
     ReadOpenAiChat},
    {"openai-responses", "https://api.openai.com/v1", "OPENAI_API_KEY", kBearer, false,
     BuildOpenAiResponses, ReadOpenAiResponses},
    {"openai-compatible", "http://localhost:8080/v1", "", kBearer, false, BuildCompatibleChat,
     ReadOpenAiChat},
    {"ollama", "http://localhost:11434", "", kBearer, false, BuildOllama, ReadOllama},
    {"anthropic", "https://api.anthropic.com", "ANTHROPIC_API_KEY", "x-api-key: ", false,
     BuildAnthropic, ReadAnthropic},
    {"gemini", "https://generativelanguage.googleapis.com", "GEMINI_API_KEY",
     "x-goog-api-key: ", false, BuildGemini, ReadGemini},
    {"vertex", "", "", kBearer, true, BuildVertex, ReadGemini},
}};

}  // namespace

std::span<const Provider> Providers() { return kProviders; }

const Provider* FindProvider(std::string_view name) {
  for (const Provider& provider : kProviders) {
    if (provider.name == name) return &provider;
  }
  return nullptr;
}

std::string ErrorText(std::string_view body) {
  Json json = ParseJson(body);
  if (json.is_array() && !json.empty()) json = Json(json.front());
  const Json& error = Member(json, "error");
  std::string text = TextOf(error, "message");
  if (error.is_string()) text = error.get<std::string>();
  if (text.empty()) text = TextOf(json, "message");
  if (text.empty()) text = TextOf(json, "detail");
  return OneLine(CleanText(text, kShownError));
}

Answer ReadAnswer(const Provider& provider, long status, std::string_view body) {
  if (status != 200) {
    const std::string text = ErrorText(body);
    return {Outcome::kFailed,
            {},
            text.empty() ? fmt::format("status {}", status)
                         : fmt::format("status {}: {}", status, text),
            {}};
  }
  const Json json = ParseJson(body);
  if (!json.is_object()) {
    return {Outcome::kFailed, {}, "status 200, but the response is no JSON object", {}};
  }
  Answer answer = provider.read(json);
  answer.detail = OneLine(CleanText(answer.detail, kShownError));
  if (answer.outcome == Outcome::kAnswered && Trim(answer.text).empty()) {
    answer.outcome = Outcome::kEmpty;
  }
  return answer;
}

bool RefusesParameter(long status, std::string_view body, std::string_view parameter) {
  if (status != 400 && status != 422) return false;
  Json json = ParseJson(body);
  const Json& error = Member(json, "error");
  if (TextOf(error, "param").starts_with(parameter)) return true;
  return ErrorText(body).find(parameter) != std::string::npos;
}

}  // namespace protowarden::llm
