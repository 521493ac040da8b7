// SPDX-License-Identifier: Apache-2.0
#include "plugins/cli/document.h"

#include <memory>
#include <utility>

#include "plugins/cli/analyze_options.h"

namespace protowarden::cli {
namespace {

struct Options {
  app::AnalyzeOptions analyze;
  OutputOptions output;
};

Result<ExitCode> Run(Options& options, const RenderDocument& render) {
  const auto destinations = options.output.Destinations();
  if (!destinations.ok()) return destinations.error();
  options.analyze.jobs = options.output.Jobs();
  load::Timings timings;
  Result<report::Report> report = WithProgress(options.output, [&](const auto& progress) {
    options.analyze.progress = progress;
    return app::Analyze(options.analyze, timings);
  });
  if (!report.ok()) return report.error();
  const Status written = WriteAllReports(*destinations, [&](const Destination& to) {
    return render(*report, to.format, options.output.TextFor(to.path));
  });
  if (!written.ok()) return written.error();
  TellProblems(report->diagnostics);
  return report->diagnostics.empty() ? ExitCode::kPassed : ExitCode::kCannotAnalyse;
}

}  // namespace

RunCommand SetUpDocument(CLI::App& app, const std::string& command, app::Checks checks,
                         const std::vector<std::string>& formats, RenderDocument render) {
  auto options = std::make_shared<Options>();
  options->analyze.command = command;
  options->analyze.checks = checks;
  options->analyze.excerpts = false;
  app.add_option("PATH", options->analyze.path,
                 "Folder, file or image; default the current folder");
  DeclareAnalysis(app, options->analyze);
  options->output.Declare(app, formats);
  return [options, render = std::move(render)] { return Run(*options, render); };
}

}  // namespace protowarden::cli
