// SPDX-License-Identifier: Apache-2.0
#include "plugins/protoc/reports.h"

#include <algorithm>
#include <array>

namespace protowarden::protoc {
namespace {

std::string Json(const report::Report& report, const report::TextOptions& /*options*/) {
  return report::RenderJson(report);
}

constexpr std::array<Format, 2> kFormats = {
    {{"json", "json", Json}, {"text", "txt", report::RenderText}}};

}  // namespace

std::span<const Format> Formats() { return kFormats; }

const Format* FindFormat(std::string_view name) {
  const auto found = std::find_if(kFormats.begin(), kFormats.end(),
                                  [&](const Format& format) { return format.name == name; });
  return found == kFormats.end() ? nullptr : &*found;
}

}  // namespace protowarden::protoc
