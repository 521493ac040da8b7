// SPDX-License-Identifier: Apache-2.0
//
// The JSON of an evaluation as a value: written, and compared with an earlier one. Internal to
// report/.
#pragma once

#include "analyzer/report/evaluation_report.h"
#include "analyzer/report/json_values.h"

namespace protowarden::report {

// Without `compared_with`.
[[nodiscard]] Json EvaluationJson(const EvaluationReport& report);

}  // namespace protowarden::report
