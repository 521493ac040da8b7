// SPDX-License-Identifier: Apache-2.0
//
// What providers are asked and what is made of their responses, byte for byte.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "llm/provider.h"
#include "llm/schema.h"

namespace protowarden::llm {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

Question Sample() {
  Question question;
  question.system = "Judge.";
  question.user = "DATA";
  question.schema_name = "verdict";
  question.schema = ParseJson(R"({"type":"object","additionalProperties":false,"required":["a"],
      "properties":{"a":{"type":"string","maxLength":5}}})");
  question.max_output_tokens = 100;
  return question;
}

HttpCall CallOf(const char* provider, Endpoint endpoint = {}) {
  const Provider& row = *FindProvider(provider);
  if (endpoint.base_url.empty()) endpoint.base_url = row.base_url;
  endpoint.model = "m1";
  return row.build(endpoint, Sample());
}

constexpr const char* kPortable =
    R"({"additionalProperties":false,"properties":{"a":{"type":"string"}},"required":["a"],"type":"object"})";

TEST(Requests, AreWhatEachProviderDocuments) {
  const std::string schema = kPortable;
  const std::string messages =
      R"("messages":[{"content":"Judge.","role":"system"},{"content":"DATA","role":"user"}])";
  const std::string form = R"("response_format":{"json_schema":{"name":"verdict","schema":)" +
                           schema + R"(,"strict":true},"type":"json_schema"}})";
  EXPECT_EQ(CallOf("openai").url, "https://api.openai.com/v1/chat/completions");
  EXPECT_EQ(CallOf("openai").body,
            R"({"max_completion_tokens":100,)" + messages + R"(,"model":"m1",)" + form);
  EXPECT_EQ(CallOf("openai-compatible").body,
            R"({"max_tokens":100,)" + messages + R"(,"model":"m1",)" + form);
  EXPECT_EQ(CallOf("openai-responses").body,
            R"({"input":"DATA","instructions":"Judge.","max_output_tokens":100,"model":"m1",)"
            R"("store":false,"text":{"format":{"name":"verdict","schema":)" +
                schema + R"(,"strict":true,"type":"json_schema"}}})");
  EXPECT_EQ(CallOf("anthropic").url, "https://api.anthropic.com/v1/messages");
  EXPECT_EQ(CallOf("anthropic").body,
            R"({"max_tokens":100,"messages":[{"content":"DATA","role":"user"}],"model":"m1",)"
            R"("output_config":{"format":{"schema":)" +
                schema + R"(,"type":"json_schema"}},"system":"Judge."})");
  EXPECT_EQ(CallOf("gemini").url,
            "https://generativelanguage.googleapis.com/v1beta/models/m1:generateContent");
  EXPECT_EQ(CallOf("gemini").body,
            R"({"contents":[{"parts":[{"text":"DATA"}],"role":"user"}],"generationConfig":)"
            R"({"maxOutputTokens":100,"responseJsonSchema":)" +
                schema +
                R"(,"responseMimeType":"application/json"},)"
                R"("systemInstruction":{"parts":[{"text":"Judge."}]}})");
  EXPECT_EQ(CallOf("ollama").body,
            R"({"format":)" + schema + "," + messages +
                R"(,"model":"m1","options":{"num_ctx":103,"num_predict":100},)"
                R"("stream":false,"truncate":false})");
}

TEST(Requests, GoToTheLocationOfVertex) {
  Endpoint endpoint;
  endpoint.project = "p1";
  endpoint.location = "europe-west1";
  EXPECT_EQ(CallOf("vertex", endpoint).url,
            "https://europe-west1-aiplatform.googleapis.com/v1/projects/p1/locations/europe-west1/"
            "publishers/google/models/m1:generateContent");
  endpoint.location = "global";
  EXPECT_THAT(CallOf("vertex", endpoint).url,
              HasSubstr("https://aiplatform.googleapis.com/v1/projects/p1/locations/global/"));
}

TEST(Requests, HaveNoTemperatureOrSchemaUnlessWanted) {
  Endpoint endpoint;
  endpoint.structured = false;
  for (const Provider& provider : Providers()) {
    endpoint.base_url = "https://h";
    const std::string body = provider.build(endpoint, Sample()).body;
    EXPECT_THAT(body, Not(HasSubstr("temperature"))) << provider.name;
    EXPECT_THAT(body, Not(HasSubstr("additionalProperties"))) << provider.name;
  }
}

Answer Read(const char* provider, const char* body, long status = 200) {
  return ReadAnswer(*FindProvider(provider), status, body);
}

TEST(Answers, OfOpenAiChat) {
  const Answer good = Read("openai", R"({"choices":[{"finish_reason":"stop","message":
      {"content":"{}","refusal":null}}],"usage":{"prompt_tokens":9,"completion_tokens":3,
      "prompt_tokens_details":{"cached_tokens":4}}})");
  EXPECT_EQ(good.outcome, Outcome::kAnswered);
  EXPECT_EQ(good.text, "{}");
  EXPECT_EQ(good.usage.input, 9);
  EXPECT_EQ(good.usage.cached_input, 4);
  EXPECT_EQ(good.usage.output, 3);
  const auto outcome = [](const std::string& choice) {
    return Read("openai", (R"({"choices":[)" + choice + "]}").c_str()).outcome;
  };
  EXPECT_EQ(outcome(R"({"finish_reason":"stop","message":{"content":null,"refusal":"No."}})"),
            Outcome::kRefused);
  EXPECT_EQ(outcome(R"({"finish_reason":"length","message":{"content":"{"}})"),
            Outcome::kTruncated);
  EXPECT_EQ(outcome(R"({"finish_reason":"content_filter","message":{}})"), Outcome::kFiltered);
  EXPECT_EQ(outcome(R"({"finish_reason":"stop","message":{"content":" \n"}})"), Outcome::kEmpty);
  EXPECT_EQ(outcome(R"({"finish_reason":"tool_calls","message":{"content":"x"}})"),
            Outcome::kFailed);
  EXPECT_EQ(outcome("7"), Outcome::kFailed);
}

TEST(Answers, OfOpenAiResponses) {
  EXPECT_EQ(Read("openai-responses", R"({"status":"completed","output":[{"type":"reasoning"},
      {"type":"message","content":[{"type":"output_text","text":"{}"}]}]})")
                .text,
            "{}");
  EXPECT_EQ(Read("openai-responses", R"({"status":"incomplete","incomplete_details":
      {"reason":"max_output_tokens"},"output":[]})")
                .outcome,
            Outcome::kTruncated);
  EXPECT_EQ(Read("openai-responses", R"({"status":"completed","output":[{"type":"message",
      "content":[{"type":"refusal","refusal":"No."}]}]})")
                .outcome,
            Outcome::kRefused);
  const Answer failed =
      Read("openai-responses", R"({"status":"failed","error":{"message":"overloaded"}})");
  EXPECT_EQ(failed.outcome, Outcome::kFailed);
  EXPECT_THAT(failed.detail, HasSubstr("overloaded"));
}

TEST(Answers, OfAnthropic) {
  const Answer good = Read("anthropic", R"({"stop_reason":"end_turn","content":[
      {"type":"thinking","thinking":"x"},{"type":"text","text":"{"},{"type":"text","text":"}"}],
      "usage":{"input_tokens":1,"cache_read_input_tokens":2,"cache_creation_input_tokens":4,
      "output_tokens":8}})");
  EXPECT_EQ(good.text, "{}");
  EXPECT_EQ(good.usage.input, 7);
  EXPECT_EQ(good.usage.cached_input, 2);
  EXPECT_EQ(good.usage.cache_write, 4);
  const auto outcome = [](const std::string& reason) {
    return Read("anthropic",
                (R"({"content":[{"type":"text","text":"x"}],"stop_reason":")" + reason + "\"}")
                    .c_str())
        .outcome;
  };
  EXPECT_EQ(outcome("max_tokens"), Outcome::kTruncated);
  EXPECT_EQ(outcome("model_context_window_exceeded"), Outcome::kTruncated);
  EXPECT_EQ(outcome("refusal"), Outcome::kRefused);
  EXPECT_EQ(outcome("pause_turn"), Outcome::kFailed);
  EXPECT_EQ(Read("anthropic", R"({"stop_reason":"end_turn","content":[]})").outcome,
            Outcome::kEmpty);
}

TEST(Answers, OfGemini) {
  const Answer good = Read("gemini", R"({"candidates":[{"finishReason":"STOP","content":{"parts":[
      {"text":"thinking","thought":true},{"text":"{}"}]}}],"usageMetadata":{"promptTokenCount":9,
      "cachedContentTokenCount":4,"candidatesTokenCount":2,"thoughtsTokenCount":5}})");
  EXPECT_EQ(good.text, "{}");
  EXPECT_EQ(good.usage.input, 9);
  EXPECT_EQ(good.usage.output, 7);
  EXPECT_EQ(Read("gemini", R"({"promptFeedback":{"blockReason":"SAFETY"}})").outcome,
            Outcome::kFiltered);
  EXPECT_EQ(Read("gemini", R"({"candidates":[{"finishReason":"SAFETY"}]})").outcome,
            Outcome::kFiltered);
  EXPECT_EQ(Read("gemini", R"({"candidates":[{"finishReason":"MAX_TOKENS"}]})").outcome,
            Outcome::kTruncated);
  EXPECT_EQ(Read("gemini", R"({"candidates":[{"finishReason":"STOP"}]})").outcome, Outcome::kEmpty);
  EXPECT_EQ(
      Read("gemini", R"({"candidates":[{"finishReason":"MALFORMED_FUNCTION_CALL"}]})").outcome,
      Outcome::kFailed);
  EXPECT_EQ(Read("gemini", "{}").outcome, Outcome::kEmpty);
}

TEST(Answers, OfOllama) {
  EXPECT_EQ(Read("ollama", R"({"done_reason":"stop","message":{"content":"{}"}})").text, "{}");
  EXPECT_EQ(Read("ollama", R"({"done_reason":"length","message":{"content":"{"}})").outcome,
            Outcome::kTruncated);
}

TEST(Answers, ErrorsOfEveryShapeAreReadAndNothingElseCounts) {
  EXPECT_EQ(ErrorText(R"({"error":{"message":"a"}})"), "a");
  EXPECT_EQ(ErrorText(R"([{"error":{"message":"b"}}])"), "b");
  EXPECT_EQ(ErrorText(R"({"error":"c\nd"})"), "c d");
  EXPECT_EQ(ErrorText(R"({"message":"e"})"), "e");
  EXPECT_EQ(ErrorText("<html>"), "");
  for (const Provider& provider : Providers()) {
    EXPECT_EQ(ReadAnswer(provider, 200, "<html>").outcome, Outcome::kFailed) << provider.name;
    EXPECT_EQ(ReadAnswer(provider, 200, "[]").outcome, Outcome::kFailed) << provider.name;
    EXPECT_EQ(ReadAnswer(provider, 500, "").outcome, Outcome::kFailed) << provider.name;
    for (const char* odd : {"{}", R"({"choices":7,"output":{},"content":"x","candidates":[[]]})"}) {
      EXPECT_NE(ReadAnswer(provider, 200, odd).outcome, Outcome::kAnswered) << provider.name;
    }
  }
}

TEST(Answers, ARefusedParameterIsRecognised) {
  EXPECT_TRUE(RefusesParameter(
      400, R"({"error":{"message":"Unsupported","param":"response_format"}})", "response_format"));
  EXPECT_TRUE(RefusesParameter(400, R"({"error":"unknown field output_config"})", "output_config"));
  EXPECT_FALSE(RefusesParameter(400, R"({"error":"bad"})", "response_format"));
  EXPECT_FALSE(RefusesParameter(500, R"({"error":"response_format"})", "response_format"));
}

TEST(Schema, IsCheckedStrictly) {
  const Json schema = Sample().schema;
  EXPECT_THAT(SchemaProblems(schema, ParseJson(R"({"a":"12345"})")), IsEmpty());
  const auto problems = [&](const char* text) {
    return SchemaProblems(schema, ParseJson(text)).size();
  };
  EXPECT_EQ(problems("{}"), 1U);
  EXPECT_EQ(problems("[]"), 1U);
  EXPECT_EQ(problems(R"({"a":1})"), 1U);
  EXPECT_EQ(problems(R"({"a":"123456"})"), 1U);
  EXPECT_EQ(problems(R"({"a":"","b":1})"), 1U);
  EXPECT_EQ(problems("null"), 1U);
  const Json list = ParseJson(R"({"type":"array","minItems":1,"maxItems":2,
      "items":{"type":"string","enum":["x"]}})");
  EXPECT_THAT(SchemaProblems(list, ParseJson(R"(["x"])")), IsEmpty());
  EXPECT_EQ(SchemaProblems(list, ParseJson("[]")).size(), 1U);
  EXPECT_EQ(SchemaProblems(list, ParseJson(R"(["x","x","y"])")).size(), 2U);
  EXPECT_THAT(SchemaProblems(ParseJson(R"({"type":"string","pattern":"a"})"), Json("a")).at(0),
              HasSubstr("`pattern`"));
}

}  // namespace
}  // namespace protowarden::llm
