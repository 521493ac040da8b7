// SPDX-License-Identifier: Apache-2.0
//
// Who answers questions: how a question becomes an HTTP request and a response an answer. Pure
// functions; credentials are added where requests are sent (llm/http/), never here.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "llm/outcome.h"
#include "llm/question.h"

namespace protowarden::llm {

struct Endpoint {
  std::string base_url;  // without a slash at the end
  std::string model;
  std::string project;                // Vertex AI
  std::string location;               // Vertex AI, "global"
  std::optional<double> temperature;  // not sent unless given: newer models refuse it
  bool structured = true;             // false: the server refused a schema, the prompt has it alone
};

// One POST of JSON.
struct HttpCall {
  std::string url;
  std::vector<std::string> headers;  // "Name: value"
  std::string body;
};

struct Provider {
  std::string_view name;            // as the configuration has it
  std::string_view base_url;        // unless configured; "" where it depends on the location
  std::string_view key_variable;    // environment variable of the key; "" where none is needed
  std::string_view key_header;      // what stands before the key: "x-api-key: "
  bool google_credentials = false;  // without a key, those of the environment are used
  HttpCall (*build)(const Endpoint& endpoint, const Question& question) = nullptr;
  // Reads the body of a response with status 200.
  Answer (*read)(const Json& body) = nullptr;
};

[[nodiscard]] std::span<const Provider> Providers();
// nullptr when there is none of that name.
[[nodiscard]] const Provider* FindProvider(std::string_view name);

// The answer in a response, errors of any shape included.
[[nodiscard]] Answer ReadAnswer(const Provider& provider, long status, std::string_view body);

// What a body says about an error, on one line and shortened; empty when it says nothing.
[[nodiscard]] std::string ErrorText(std::string_view body);

// True when a refused request (status 400) would pass without the parameter: `response_format`,
// `output_config`, `temperature`, ...
[[nodiscard]] bool RefusesParameter(long status, std::string_view body, std::string_view parameter);

}  // namespace protowarden::llm
