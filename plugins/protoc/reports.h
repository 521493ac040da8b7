// SPDX-License-Identifier: Apache-2.0
//
// The reports that the plugin can write.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "analyzer/report/report.h"

namespace protowarden::protoc {

struct Format {
  std::string_view name;
  std::string_view extension;  // without the dot
  std::string (*render)(const report::Report& report, const report::TextOptions& options);
};

[[nodiscard]] std::span<const Format> Formats();
// nullptr when there is none of that name.
[[nodiscard]] const Format* FindFormat(std::string_view name);

// `format=none`: the build fails or passes, nothing is written.
inline constexpr std::string_view kNoReport = "none";

}  // namespace protowarden::protoc
