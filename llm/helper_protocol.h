// SPDX-License-Identifier: Apache-2.0
//
// What `protowarden` and `protowarden-llm` say to each other: one line of JSON a message. First the
// setup, then requests; each gets one reply, in any order. Keys are named, never told.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "analyzer/base/result.h"
#include "llm/provider.h"
#include "llm/transport.h"

namespace protowarden::llm {

// Where the helper finds the key. At most one of the first two is set.
struct KeySource {
  std::string variable;  // environment variable
  std::string file;
  std::string header;     // what stands before the key: "x-api-key: "
  bool optional = false;  // a variable that is not set means that no key is needed
  bool google = false;    // without key: Google's credentials of the environment
};

struct HelperSetup {
  KeySource key;
  int64_t connect_ms = 10'000;
  int64_t total_ms = 120'000;     // of one attempt
  int64_t deadline_ms = 600'000;  // of the run
  int64_t parallel = 8;
  int64_t max_attempts = 6;
  int64_t base_wait_ms = 500;
};

struct HelperRequest {
  std::string id;
  HttpCall call;
};

// Each with its line end.
[[nodiscard]] std::string SetupLine(const HelperSetup& setup);
[[nodiscard]] std::string RequestLine(const std::string& id, const HttpCall& call);
[[nodiscard]] std::string ReplyLine(const Reply& reply);

// nullopt for anything else.
[[nodiscard]] std::optional<HelperSetup> ReadSetupLine(std::string_view line);
[[nodiscard]] std::optional<HelperRequest> ReadRequestLine(std::string_view line);
[[nodiscard]] std::optional<Reply> ReadReplyLine(std::string_view line);

}  // namespace protowarden::llm
