// SPDX-License-Identifier: Apache-2.0
//
// The last words of a report for people: may it be deployed, by which gate, and what would fail in
// shadow mode. Internal to report/.
#pragma once

#include <string>
#include <string_view>

#include "analyzer/report/report.h"
#include "analyzer/report/style.h"

namespace protowarden::report {

// "fails on LOW and above; for PII and SEMANTIC on HIGH and above".
[[nodiscard]] std::string GateText(const Gate& gate);

// "can be deployed", "must not be deployed", ...: a headline.
[[nodiscard]] std::string_view VerdictHeadline(const Report& report);

// "can_deploy: ..." with `criteria` in parentheses, lines with their ends.
[[nodiscard]] std::string VerdictText(const Report& report, const std::string& criteria,
                                      const Style& style);

}  // namespace protowarden::report
