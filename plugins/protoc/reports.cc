// SPDX-License-Identifier: Apache-2.0
#include "plugins/protoc/reports.h"

#include <algorithm>
#include <array>

namespace protowarden::protoc {
namespace {

constexpr std::array<ReportFormat, 2> kFormats = {{
    {"json", ".json", report::RenderJson},
    {"text", ".txt", [](const report::Report& report) { return report::RenderText(report, {}); }},
}};

}  // namespace

std::span<const ReportFormat> ReportFormats() { return kFormats; }

const ReportFormat* FindReportFormat(std::string_view name) {
  const auto found = std::find_if(kFormats.begin(), kFormats.end(),
                                  [&](const ReportFormat& format) { return format.name == name; });
  return found == kFormats.end() ? nullptr : &*found;
}

}  // namespace protowarden::protoc
