// SPDX-License-Identifier: Apache-2.0
//
// The one place that asks for the time.
#pragma once

#include <string>

namespace protowarden::app {

// Now as RFC 3339 in UTC, or the time that SOURCE_DATE_EPOCH gives.
// Source: https://reproducible-builds.org/specs/source-date-epoch/
[[nodiscard]] std::string Timestamp();

// The day of that, "2027-01-31".
[[nodiscard]] std::string Today();

}  // namespace protowarden::app
