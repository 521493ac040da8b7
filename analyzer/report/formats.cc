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

constexpr std::array<Format, 8> kFormats = {{
    {"text", "txt", "For people: source lines, who breaks, what to do", RenderText, true},
    {"json", "json", "For scripts: report.schema.json", Plainly<RenderJson>},
    {"sarif", "sarif", "SARIF 2.1.0, for code scanning", Plainly<RenderSarif>, true},
    {"github", "github.txt", "Annotations of a GitHub Actions step", Plainly<RenderGitHub>, true},
    {"markdown", "md", "A comment on a pull request", Plainly<RenderMarkdown>, true},
    {"junit", "xml", "JUnit XML, for CI servers", Plainly<RenderJUnit>},
    {"gitlab", "gitlab.json", "GitLab's Code Quality", Plainly<RenderCodeQuality>, true},
    {"html", "html", "One page to look through in a browser", Plainly<RenderHtml>, true, true},
}};

}  // namespace

std::span<const Format> Formats() { return kFormats; }

std::vector<std::string> FormatNames() {
  std::vector<std::string> names;
  for (const Format& format : kFormats) names.emplace_back(format.name);
  return names;
}

const Format* FindFormat(std::string_view name) {
  for (const Format& format : kFormats) {
    if (format.name == name) return &format;
  }
  return nullptr;
}

Destination ParseDestination(std::string_view item) {
  const size_t colon = item.find(':');
  if (colon == std::string_view::npos) return {std::string(item), ""};
  return {std::string(item.substr(0, colon)), std::string(item.substr(colon + 1))};
}

}  // namespace protowarden::report
