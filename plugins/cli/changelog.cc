// SPDX-License-Identifier: Apache-2.0
//
// `protowarden changelog`: every change between two versions, for release notes.
#include "analyzer/report/changelog.h"

#include "plugins/cli/analyze_options.h"
#include "plugins/cli/command.h"
#include "plugins/cli/output.h"
#include "plugins/cli/output_options.h"

namespace protowarden::cli {
namespace {

constexpr const char* kExamples = R"(Examples:
  protowarden changelog --against v1.4.0                     what changed since the tag
  protowarden changelog proto --against v1.4.0 --format markdown -o CHANGES.md
  protowarden changelog --against v1.4.0 --format json | jq -r .bump.level

Exit codes: 0 done, 2 wrong usage or configuration, 3 could not analyse.)";

struct Options {
  app::AnalyzeOptions analyze;
  OutputOptions output;
};

std::string Render(const report::Report& report, const OutputOptions& output) {
  if (output.format == "markdown") return report::RenderChangelogMarkdown(report);
  if (output.format == "json") return report::RenderChangelogJson(report);
  return report::RenderChangelogText(report, output.Text());
}

Result<ExitCode> RunChangelog(Options& options) {
  options.analyze.jobs = options.output.Jobs();
  load::Timings timings;
  Result<report::Report> report = WithProgress(options.output, [&](const auto& progress) {
    options.analyze.progress = progress;
    return app::Analyze(options.analyze, timings);
  });
  if (!report.ok()) return report.error();
  const Status written = WriteOutput(Render(*report, options.output), options.output.path);
  if (!written.ok()) return written.error();
  TellProblems(report->diagnostics);
  return report->diagnostics.empty() ? ExitCode::kPassed : ExitCode::kCannotAnalyse;
}

}  // namespace

RunCommand SetUpChangelog(CLI::App& app) {
  auto options = std::make_shared<Options>();
  options->analyze.command = "changelog";
  options->analyze.checks = app::Checks::kChangelog;
  options->analyze.excerpts = false;
  app.footer(kExamples);
  app.add_option("PATH", options->analyze.path,
                 "Folder, file or image; default the current folder");
  DeclareAnalysis(app, options->analyze);
  options->output.Declare(app, {"text", "markdown", "json"});
  return [options] { return RunChangelog(*options); };
}

}  // namespace protowarden::cli
