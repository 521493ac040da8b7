// SPDX-License-Identifier: Apache-2.0
//
// The functions behind the rows of llm/provider.cc, one file a protocol.
#pragma once

#include "llm/provider.h"

namespace protowarden::llm {

// Source: https://platform.openai.com/docs/api-reference/chat,
//         https://platform.openai.com/docs/guides/structured-outputs
[[nodiscard]] HttpCall BuildOpenAiChat(const Endpoint& endpoint, const Question& question);
// The same for other servers, which know `max_tokens` only.
// Source: https://docs.ollama.com/api/openai-compatibility, https://docs.vllm.ai
[[nodiscard]] HttpCall BuildCompatibleChat(const Endpoint& endpoint, const Question& question);
[[nodiscard]] Answer ReadOpenAiChat(const Json& body);

// Source: https://platform.openai.com/docs/api-reference/responses
[[nodiscard]] HttpCall BuildOpenAiResponses(const Endpoint& endpoint, const Question& question);
[[nodiscard]] Answer ReadOpenAiResponses(const Json& body);

// Source: https://docs.anthropic.com/en/api/messages
[[nodiscard]] HttpCall BuildAnthropic(const Endpoint& endpoint, const Question& question);
[[nodiscard]] Answer ReadAnthropic(const Json& body);

// Source: https://ai.google.dev/api/generate-content
[[nodiscard]] HttpCall BuildGemini(const Endpoint& endpoint, const Question& question);
// The same body at Vertex AI.
// Source: https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference
[[nodiscard]] HttpCall BuildVertex(const Endpoint& endpoint, const Question& question);
[[nodiscard]] Answer ReadGemini(const Json& body);

// Source: https://docs.ollama.com/api/chat
[[nodiscard]] HttpCall BuildOllama(const Endpoint& endpoint, const Question& question);
[[nodiscard]] Answer ReadOllama(const Json& body);

}  // namespace protowarden::llm
