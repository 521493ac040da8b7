// SPDX-License-Identifier: Apache-2.0
//
// The formats of analyzer/report as the command line offers them.
#pragma once

#include <string>
#include <vector>

#include "analyzer/report/formats.h"
#include "plugins/cli/output_options.h"

namespace protowarden::cli {

using report::FormatNames;

// True when a report shows source lines; the text format does not when it is `quiet`.
[[nodiscard]] bool NeedSource(const std::vector<Destination>& destinations, bool quiet);

// True when a report shows personal data by service.
[[nodiscard]] bool NeedServices(const std::vector<Destination>& destinations);

}  // namespace protowarden::cli
