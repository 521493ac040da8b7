// SPDX-License-Identifier: Apache-2.0
//
// Acceptances in files: `.protowarden/accepted.toml`, the baseline, and [[accept]] of
// protowarden.toml all have the same rows:
//
//     [[accept]]
//     rule = "FIELD_NO_DELETE"
//     element = "todo.v1.Task.due"
//     fingerprint = "1f0c..."   # this finding alone; without it every one of the rule there
//     why = "no client reads it"
//     until = "2027-01-31"      # optional: the last day on which it holds
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/engine/acceptance.h"
#include "analyzer/engine/rule.h"

namespace protowarden::config {

inline constexpr std::string_view kAcceptedFile = ".protowarden/accepted.toml";
inline constexpr std::string_view kBaselineFile = ".protowarden/baseline.toml";

// The rows of a text. `where` of each is the file and line. Only the rows of a baseline need no
// reason. Unknown keys, missing values and bad days are usage errors with file and line.
[[nodiscard]] Result<std::vector<Acceptance>> ReadAcceptances(std::string_view text,
                                                              const std::string& origin,
                                                              AcceptanceOrigin kind);

// The same for a protowarden.toml, whose other keys are somebody else's.
[[nodiscard]] Result<std::vector<Acceptance>> ReadAcceptRows(std::string_view text,
                                                             const std::string& origin);

// The text that ReadAcceptances reads back, sorted by element and rule.
[[nodiscard]] std::string RenderAcceptances(std::vector<Acceptance> acceptances,
                                            AcceptanceOrigin kind);

}  // namespace protowarden::config
