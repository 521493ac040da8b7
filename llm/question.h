// SPDX-License-Identifier: Apache-2.0
//
// One question to a language model, independent of who answers it.
#pragma once

#include <cstdint>
#include <string>

#include "llm/json.h"

namespace protowarden::llm {

struct Question {
  std::string system;  // what to do; the same for many questions, so that providers can cache it
  std::string user;    // the data
  std::string schema_name;           // [A-Za-z0-9_-]{1,64}
  Json schema;                       // of the answer, see llm/schema.h
  int64_t max_output_tokens = 8192;  // thoughts included
};

}  // namespace protowarden::llm
