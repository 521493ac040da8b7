// SPDX-License-Identifier: Apache-2.0
//
// The reports that the plugin can write.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "analyzer/report/report.h"

namespace protowarden::protoc {

struct ReportFormat {
  std::string_view name;
  std::string_view extension;
  std::string (*render)(const report::Report& report);
};

[[nodiscard]] std::span<const ReportFormat> ReportFormats();
// nullptr when there is none of that name.
[[nodiscard]] const ReportFormat* FindReportFormat(std::string_view name);

// `format=none`: the build fails or passes, nothing is written.
inline constexpr std::string_view kNoReport = "none";

}  // namespace protowarden::protoc
