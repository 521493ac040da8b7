// SPDX-License-Identifier: Apache-2.0
//
// Personal data by service as a drawing. Internal to report/.
#pragma once

#include <string>
#include <vector>

#include "analyzer/report/service_levels.h"

namespace protowarden::report {

// An SVG element with one bar a service, split by level, the fullest first, and a table with the
// same numbers; empty when there is no service. Of very many services, the rest is counted.
[[nodiscard]] std::string ServiceChart(std::vector<ServiceLevels> services);

}  // namespace protowarden::report
