// SPDX-License-Identifier: Apache-2.0
//
// What a model may claim: a finding counts only with words that stand in what it was shown.
#pragma once

#include <string>
#include <string_view>

#include "analyzer/engine/finding.h"
#include "llm/json.h"

namespace protowarden::llm {

inline constexpr std::string_view kCompatibilityRule = "LLM_COMPATIBILITY";
inline constexpr std::string_view kPersonalDataRule = "LLM_PERSONAL_DATA";

// True when `quote` occurs in `text`, white space and comment signs aside. A quote of fewer than
// four characters proves nothing.
[[nodiscard]] bool Occurs(std::string_view quote, std::string_view text);

// A text of an answer for a report: one line, cleaned, of a bearable length.
[[nodiscard]] std::string ShownText(const Json& answer, std::string_view key);

[[nodiscard]] Confidence ConfidenceIn(const Json& answer);

}  // namespace protowarden::llm
