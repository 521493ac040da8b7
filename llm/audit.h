// SPDX-License-Identifier: Apache-2.0
//
// The record of what was asked of a model: one line of JSON a request, with hashes in place of what
// was sent and answered. No text of a schema, no key.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "llm/outcome.h"

namespace protowarden::llm {

struct RequestRecord {
  std::string provider;
  std::string model;
  std::string prompt;          // "compatibility"
  std::string prompt_version;  // "1"
  std::string input_sha256;    // of the body that was sent
  std::string answer_sha256;   // of the body that came back; empty when none did
  TokenUsage usage;
  std::optional<double> cost_usd;  // nullopt: the price is unknown
  // "answered", "invalid" (not as the schema has it), "refused", "truncated", "filtered", "empty",
  // "failed", "no_reply" or "interrupted".
  std::string outcome;
  int64_t attempts = 0;
  std::vector<std::string> items;  // the keys under which the cache has their answers
};

[[nodiscard]] std::string_view Name(Outcome outcome);

// Without a line end. `time` is RFC 3339 UTC.
[[nodiscard]] std::string AuditLine(const RequestRecord& record, const std::string& time);

}  // namespace protowarden::llm
