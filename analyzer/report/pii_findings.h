// SPDX-License-Identifier: Apache-2.0
//
// What a scan for personal data found, as the formats that list findings take it.
#pragma once

#include "analyzer/report/pii_report.h"

namespace protowarden::report {

// The findings with the head, files, notes and totals of the scan.
[[nodiscard]] Report FindingsOf(const PiiReport& report);

}  // namespace protowarden::report
