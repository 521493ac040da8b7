// SPDX-License-Identifier: Apache-2.0
#include "llm/audit.h"

#include "llm/json.h"

namespace protowarden::llm {

std::string_view Name(Outcome outcome) {
  switch (outcome) {
    case Outcome::kAnswered:
      return "answered";
    case Outcome::kRefused:
      return "refused";
    case Outcome::kTruncated:
      return "truncated";
    case Outcome::kFiltered:
      return "filtered";
    case Outcome::kEmpty:
      return "empty";
    case Outcome::kFailed:
      return "failed";
  }
  return "failed";
}

std::string AuditLine(const RequestRecord& record, const std::string& time) {
  const auto known = [](const std::string& text) { return text.empty() ? Json() : Json(text); };
  return DumpJson({{"time", time},
                   {"provider", record.provider},
                   {"model", record.model},
                   {"prompt", record.prompt},
                   {"prompt_version", record.prompt_version},
                   {"input_sha256", record.input_sha256},
                   {"answer_sha256", known(record.answer_sha256)},
                   {"input_tokens", record.usage.input},
                   {"output_tokens", record.usage.output},
                   {"cost_usd", record.cost_usd.has_value() ? Json(*record.cost_usd) : Json()},
                   {"outcome", record.outcome},
                   {"attempts", record.attempts},
                   {"items", record.items}});
}

}  // namespace protowarden::llm
