// SPDX-License-Identifier: Apache-2.0
//
// `protowarden migrate`: a guide for everybody whom a change breaks.
#include "analyzer/report/migration.h"
#include "plugins/cli/analyze_options.h"
#include "plugins/cli/command.h"
#include "plugins/cli/output.h"
#include "plugins/cli/output_options.h"

namespace protowarden::cli {
namespace {

constexpr const char* kExamples = R"(Examples:
  protowarden migrate --against v1.4.0
  protowarden migrate proto --against origin/main -o MIGRATION.md

Exit codes: 0 done, 2 wrong usage or configuration, 3 could not analyse.)";

struct Options {
  app::AnalyzeOptions analyze;
  OutputOptions output;
};

Result<ExitCode> RunMigrate(Options& options) {
  options.analyze.jobs = options.output.Jobs();
  load::Timings timings;
  Result<report::Report> report = WithProgress(options.output, [&](const auto& progress) {
    options.analyze.progress = progress;
    return app::Analyze(options.analyze, timings);
  });
  if (!report.ok()) return report.error();
  const Status written = WriteOutput(report::RenderMigration(*report), options.output.path);
  if (!written.ok()) return written.error();
  TellProblems(report->diagnostics);
  return report->diagnostics.empty() ? ExitCode::kPassed : ExitCode::kCannotAnalyse;
}

}  // namespace

RunCommand SetUpMigrate(CLI::App& app) {
  auto options = std::make_shared<Options>();
  options->analyze.command = "migrate";
  options->analyze.checks = app::Checks::kMigration;
  options->analyze.excerpts = false;
  options->output.format = "markdown";
  app.footer(kExamples);
  app.add_option("PATH", options->analyze.path,
                 "Folder, file or image; default the current folder");
  DeclareAnalysis(app, options->analyze);
  options->output.Declare(app, {"markdown"});
  return [options] { return RunMigrate(*options); };
}

}  // namespace protowarden::cli
