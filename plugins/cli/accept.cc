// SPDX-License-Identifier: Apache-2.0
//
// `protowarden accept`: lets a finding pass on purpose. `protowarden baseline`: lets pass what was
// there when the tool was adopted.
#include "plugins/app/accept.h"

#include <fmt/format.h>

#include <filesystem>

#include "analyzer/base/text.h"
#include "plugins/cli/analyze_options.h"
#include "plugins/cli/command.h"
#include "plugins/cli/output.h"
#include "plugins/cli/output_options.h"

namespace protowarden::cli {
namespace {

constexpr const char* kAcceptExamples = R"(Examples:
  protowarden accept 3ffde1675dfd --why "never released"
  protowarden accept 3ffde1675dfd --why "clients move in January" --until 2027-01-31
  protowarden accept --rule FIELD_NO_DELETE --element todo.v1.Task.due --why "never released"

The row goes to .protowarden/accepted.toml, which belongs into version control. The finding stays in
every report, with the reason. Other ways: a comment `// protowarden:allow RULE reason` on the
element, or a line `Protowarden-Allow: RULE element reason` at the end of a commit message.)";

constexpr const char* kBaselineExamples = R"(Examples:
  protowarden baseline                   what `protowarden pii` says about the schema as it is
  protowarden baseline --against v1.0    and the changes since v1.0

The file is .protowarden/baseline.toml; it is written anew each time. What was accepted with a
reason is kept apart, in .protowarden/accepted.toml.)";

struct Options {
  app::AnalyzeOptions analyze;
  app::AcceptRequest request;
  OutputOptions output;
};

Result<ExitCode> Write(const Options& options, const Result<app::AcceptOutcome>& outcome) {
  if (!outcome.ok()) return outcome.error();
  Status done = MakeFolderOf(outcome->path);
  if (done.ok()) done = WriteOutput(outcome->text, outcome->path);
  if (done.ok() && !options.output.quiet) done = WriteOutput(outcome->summary, "");
  if (!done.ok()) return done.error();
  return ExitCode::kPassed;
}

std::shared_ptr<Options> Declare(CLI::App& app, const char* command) {
  auto options = std::make_shared<Options>();
  options->analyze.command = command;
  options->analyze.checks = app::Checks::kAll;
  options->analyze.excerpts = false;
  DeclareAnalysis(app, options->analyze);
  app.add_option("--file", options->request.file, "The file to write");
  app.add_flag("-q,--quiet", options->output.quiet, "Say nothing");
  return options;
}

}  // namespace

RunCommand SetUpAccept(CLI::App& app) {
  auto options = Declare(app, "accept");
  app.footer(kAcceptExamples);
  app::AcceptRequest& request = options->request;
  app.add_option("FINGERPRINT", request.fingerprints,
                 "Fingerprints of findings, or their first characters");
  app.add_option("--why", request.why, "The reason, for reviewers")->required();
  app.add_option("--until", request.until, "The last day on which it holds, 2027-01-31");
  app.add_option("--rule", request.rule, "Accept every finding of this rule on --element");
  app.add_option("--element", request.element, "Full name of the element");
  app.add_option("--in", options->analyze.path,
                 "Folder, file or image to check; default the current folder");
  return [options] {
    return Write(*options, WithProgress(options->output, [&](const auto& progress) {
      options->analyze.jobs = options->output.Jobs();
      options->analyze.progress = progress;
      return app::Accept(options->analyze, options->request);
    }));
  };
}

RunCommand SetUpBaseline(CLI::App& app) {
  auto options = Declare(app, "baseline");
  app.footer(kBaselineExamples);
  app.add_option("PATH", options->analyze.path,
                 "Folder, file or image to check; default the current folder");
  return [options] {
    return Write(*options, WithProgress(options->output, [&](const auto& progress) {
      options->analyze.jobs = options->output.Jobs();
      options->analyze.progress = progress;
      return app::MakeBaseline(options->analyze, options->request.file);
    }));
  };
}

}  // namespace protowarden::cli
