// SPDX-License-Identifier: Apache-2.0
//
// How requests reach a provider. The program that analyses never opens a connection and never sees
// a key: see child_transport.h.
#pragma once

#include <string>

#include "analyzer/base/result.h"
#include "llm/provider.h"

namespace protowarden::llm {

struct Reply {
  std::string id;   // of the request
  long status = 0;  // 0: no response came
  std::string body;
  std::string problem;  // why it was given up, a sentence; empty after success
  int attempts = 1;     // 0: it was never sent
};

// Not thread-safe.
class Transport {
 public:
  virtual ~Transport() = default;
  // Hands over a request under a name of its own; does not wait for the answer.
  [[nodiscard]] virtual Status Send(const std::string& id, const HttpCall& call) = 0;
  // The next answer, in any order. Every request gets exactly one. An error means that no further
  // answers will come.
  [[nodiscard]] virtual Result<Reply> Receive() = 0;
};

}  // namespace protowarden::llm
