// SPDX-License-Identifier: Apache-2.0
//
// What the JSON reports share. Internal to report/.
#pragma once

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "analyzer/report/report.h"

namespace protowarden::report {

using Json = nlohmann::ordered_json;

// What concerns a file as a whole is placed at 1:1, as compilers do.
inline int32_t OrFirst(int32_t position) { return std::max(position, 1); }

// The keys that every report begins with.
[[nodiscard]] Json ReportHead(std::string_view command, const std::string& timestamp);
// One item of `changes`.
[[nodiscard]] Json Change(const Entry& entry);
[[nodiscard]] Json GateJson(const Report& report);
// PUBLIC to HIGH, worst first.
[[nodiscard]] Json LevelCounts(const PiiTotals& totals);
[[nodiscard]] Json Problem(const schema::Diagnostic& diagnostic);
// Indented, with a newline at the end. Foreign bytes that are no UTF-8 become U+FFFD.
[[nodiscard]] std::string Dump(const Json& json);

}  // namespace protowarden::report
