// SPDX-License-Identifier: Apache-2.0
//
// `protowarden changelog`: every change between two versions, for release notes.
#include "analyzer/report/changelog.h"

#include "plugins/cli/command.h"
#include "plugins/cli/document.h"

namespace protowarden::cli {
namespace {

constexpr const char* kExamples = R"(Examples:
  protowarden changelog --against v1.4.0                     what changed since the tag
  protowarden changelog proto --against v1.4.0 --format markdown -o CHANGES.md
  protowarden changelog --against v1.4.0 --format json | jq -r .bump.level

Exit codes: 0 done, 2 wrong usage or configuration, 3 could not analyse.)";

std::string Render(const report::Report& report, std::string_view format,
                   const report::TextOptions& options) {
  if (format == "markdown") return report::RenderChangelogMarkdown(report);
  if (format == "json") return report::RenderChangelogJson(report);
  return report::RenderChangelogText(report, options);
}

}  // namespace

RunCommand SetUpChangelog(CLI::App& app) {
  app.footer(kExamples);
  return SetUpDocument(app, "changelog", app::Checks::kChangelog, {"text", "markdown", "json"},
                       Render);
}

}  // namespace protowarden::cli
