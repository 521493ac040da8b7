// SPDX-License-Identifier: Apache-2.0
//
// `breaking --compat buf`: prints and exits as `buf breaking` does.
#pragma once

#include <string>
#include <vector>

#include "analyzer/base/exit_code.h"
#include "analyzer/base/result.h"
#include "plugins/app/analyze.h"
#include "plugins/cli/output_options.h"

namespace protowarden::cli {

// --format takes these beside those of report/formats.h; they need --compat.
[[nodiscard]] std::vector<std::string> BufFormatNames();

// Fails with a usage error when a format is not one that `compat`, "" or "buf", has.
[[nodiscard]] Status CheckFormats(const std::string& compat,
                                  const std::vector<Destination>& destinations);

// Writes the reports. Returns buf's exit codes: 0, or 100 when there is a finding.
[[nodiscard]] Result<ExitCode> WriteAsBuf(const report::Report& report,
                                          const std::vector<Destination>& destinations);

// Tells the error; returns buf's exit code for every failure, 1.
[[nodiscard]] ExitCode FailAsBuf(const Error& error);

}  // namespace protowarden::cli
