// SPDX-License-Identifier: Apache-2.0
//
// The findings as the script of the HTML report reads them. Internal to report/.
#pragma once

#include <vector>

#include "analyzer/report/json_values.h"

namespace protowarden::report {

// {"explanations": [{"impact", "fix"}], "findings": [...]}; the worst findings first, harmless
// changes last.
[[nodiscard]] Json HtmlData(const Report& report);

}  // namespace protowarden::report
