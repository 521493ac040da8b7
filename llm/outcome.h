// SPDX-License-Identifier: Apache-2.0
//
// What became of one question to a language model. Plain data.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace protowarden::llm {

// An empty or refused answer never means "nothing found".
enum class Outcome : uint8_t {
  kAnswered,   // text that claims to be complete; whether it is valid is not known yet
  kRefused,    // the model declined
  kTruncated,  // the output limit or the context window ended it
  kFiltered,   // a safety filter of the provider stopped the question or the answer
  kEmpty,      // success without any text
  kFailed,     // an error of the server, or nothing that can be understood
};
// "was refused", ...: completes "The answer ...".
[[nodiscard]] std::string_view Describe(Outcome outcome);

// Tokens in one convention for all providers.
struct TokenUsage {
  int64_t input = 0;         // everything that was read, the two below included
  int64_t cached_input = 0;  // of these read from the provider's cache
  int64_t cache_write = 0;   // of these written to it
  int64_t output = 0;        // everything that was written, thoughts included

  TokenUsage& operator+=(const TokenUsage& other);
};

struct Answer {
  Outcome outcome = Outcome::kFailed;
  std::string text;
  std::string detail;  // for people: the provider's own words about a failure, shortened
  TokenUsage usage;
};

}  // namespace protowarden::llm
