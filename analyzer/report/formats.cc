// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/formats.h"

#include <array>

namespace protowarden::report {
namespace {

// Of a writer that has no options.
template <std::string (*Render)(const Report&)>
std::string Plainly(const Report& report, const TextOptions& /*options*/) {
  return Render(report);
}

constexpr std::array<Format, 2> kFormats = {{
    {"text", "txt", "For people: source lines, who breaks, what to do", RenderText, true},
    {"json", "json", "For scripts: report.schema.json", Plainly<RenderJson>},
}};

}  // namespace

std::span<const Format> Formats() { return kFormats; }

const Format* FindFormat(std::string_view name) {
  for (const Format& format : kFormats) {
    if (format.name == name) return &format;
  }
  return nullptr;
}

}  // namespace protowarden::report
