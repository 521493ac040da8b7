// SPDX-License-Identifier: Apache-2.0
//
// `protowarden breaking`: compatibility of two versions of a schema. `protowarden check`: that and
// personal data, the gate of a change.
#include <fmt/format.h>

#include <filesystem>

#include "analyzer/base/text.h"
#include "plugins/cli/analyze_options.h"
#include "plugins/cli/buf_compat.h"
#include "plugins/cli/command.h"
#include "plugins/cli/fix_options.h"
#include "plugins/cli/gate_options.h"
#include "plugins/cli/output_options.h"
#include "plugins/cli/report_formats.h"
#include "plugins/cli/review_options.h"
#include "plugins/cli/timed_run.h"

namespace protowarden::cli {
namespace {

constexpr const char* kExamples = R"(Examples:
  protowarden breaking                              compare with the merge base of the default branch
  protowarden breaking --against origin/main        compare with a branch, tag or commit
  protowarden breaking proto --against v1.4.0 --category WIRE_JSON
  protowarden breaking --staged                     what the next commit would break
  protowarden breaking new --against dir:old        two folders
  protowarden breaking --against image:base.binpb   a descriptor set or buf image
  protowarden breaking --compat buf --error-format json   for a script that was written for buf

Exit codes: 0 passed, 1 breaking changes, 2 wrong usage or configuration, 3 could not analyse.)";

constexpr const char* kCheckExamples = R"(Examples:
  protowarden check                              compare with the merge base of the default branch
  protowarden check --against origin/main        compare with a branch, tag or commit
  protowarden check a.proto b.proto --staged     only what is said about these files
  protowarden check --except PII_UNANNOTATED --fail-on MEDIUM --fail-on PII=never
  protowarden check --mode shadow                say what would fail, but pass
  protowarden check --fix | git apply            reserve what was deleted; the exit code stays
  protowarden check --format json | jq '.can_deploy, .pii'
  protowarden check --format text --format sarif:out.sarif --format markdown:comment.md

Exit codes: 0 passed, 1 a finding reaches the gate ([gate] in protowarden.toml), 2 wrong usage or
configuration, 3 could not analyse.)";

struct Options {
  app::AnalyzeOptions analyze;
  OutputOptions output;
  std::vector<std::string> paths;  // of `check`
  std::string profile;
  std::string compat;  // "buf": print and exit as it does
  FixOptions fix;
  TimedRun timed;
};

// One PATH is what is opened; of several, all below the current folder, only they are reported on.
Status TakePaths(Options& options) {
  if (options.paths.empty()) return Ok();
  if (options.paths.size() == 1) {
    options.analyze.path = options.paths.front();
    return Ok();
  }
  for (const std::string& path : options.paths) {
    const std::filesystem::path plain = std::filesystem::path(path).lexically_normal();
    if (plain.is_absolute() || *plain.begin() == "..") {
      return UsageError(fmt::format(
          "{} is not below the current folder. Pass one PATH, or several below it.", Quote(path)));
    }
    options.analyze.only_paths.push_back(plain.string());
  }
  return Ok();
}

// The reports, or with --fix the patch, or with --llm-dry-run the requests.
Status Write(const Options& options, const std::vector<Destination>& destinations,
             const app::Analysis& analysis) {
  const OutputOptions& output = options.output;
  if (options.analyze.review.dry_run) return WriteOutput(analysis.planned, output.path);
  if (options.analyze.fix.has_value()) {
    return WriteFixes(analysis, options.fix, output.path, output.quiet);
  }
  return WriteAllReports(destinations, [&](const Destination& to) {
    return report::FindFormat(to.format)->render(analysis.report, output.TextFor(to.path));
  });
}

Result<ExitCode> RunAnalysis(Options& options) {
  options.timed.Start();
  const auto destinations = options.output.Destinations();
  if (!destinations.ok()) return destinations.error();
  const Status possible = CheckFormats(options.compat, *destinations);
  if (!possible.ok()) return possible.error();
  const bool as_buf = !options.compat.empty();
  const Status taken = TakePaths(options);
  if (!taken.ok()) return taken.error();
  app::AnalyzeOptions& analyze = options.analyze;
  if (options.fix.in_place && analyze.staged) {
    return UsageError(
        "--in-place rewrites files, but --staged checks the index. Drop one of them.");
  }
  analyze.jobs = options.output.Jobs();
  analyze.excerpts = !as_buf && NeedSource(*destinations, options.output.quiet);
  analyze.pii_services = !as_buf && NeedServices(*destinations);
  if (!options.profile.empty()) analyze.buf_profile = options.profile == "buf";
  if (as_buf) analyze.buf_profile = true;
  analyze.fix = options.fix.Deleted();
  // Static, so that nothing is taken apart before the process ends.
  static const Result<app::Analysis> analysis =
      WithProgress(options.output, [&](const auto& progress) {
        analyze.progress = progress;
        return app::AnalyzeWithInventory(analyze, options.timed.timings);
      });
  if (!analysis.ok()) return analysis.error();
  options.timed.Report();
  if (as_buf) return WriteAsBuf(analysis->report, *destinations);
  const Status written = Write(options, *destinations, *analysis);
  if (!written.ok()) return written.error();
  options.timed.Finish();
  return app::ExitCodeOf(analysis->report);
}

// The options that both commands have.
void Declare(CLI::App& app, Options& options) {
  app::AnalyzeOptions& analyze = options.analyze;
  DeclareAnalysis(app, analyze);
  app.add_option("--profile", options.profile,
                 "`default` judges renamed message types by structure, `buf` by name as buf does")
      ->check(CLI::IsMember({"default", "buf"}));
  DeclareGate(app, analyze.gate);
  options.timed.Declare(app);
}

}  // namespace

RunCommand SetUpBreaking(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.footer(kExamples);
  app.add_option("PATH", options->analyze.path,
                 "Folder, file or image to check; default the current folder");
  Declare(app, *options);
  std::vector<std::string> formats = FormatNames();
  for (const std::string& name : BufFormatNames()) {
    if (report::FindFormat(name) == nullptr) formats.push_back(name);
  }
  options->output.Declare(app, formats, "--format,--error-format");
  app.add_option("--compat", options->compat,
                 "buf: print and exit as `buf breaking` does; with --error-format text, json, "
                 "msvs, junit or github-actions")
      ->check(CLI::IsMember({"buf"}));
  return [options]() -> Result<ExitCode> {
    Result<ExitCode> done = RunAnalysis(*options);
    return done.ok() || options->compat.empty() ? done : FailAsBuf(done.error());
  };
}

RunCommand SetUpCheck(CLI::App& app) {
  auto options = std::make_shared<Options>();
  options->analyze.command = "check";
  options->analyze.checks = app::Checks::kAll;
  app.footer(kCheckExamples);
  app.add_option("PATH", options->paths,
                 "Folder, file or image to check; default the current folder. Of several, only "
                 "they are reported on");
  Declare(app, *options);
  options->output.Declare(app, FormatNames());
  options->fix.Declare(app);
  DeclareReview(app, options->analyze.review);
  app.add_flag("--llm-dry-run", options->analyze.review.dry_run,
               "Print the requests that would be sent to the language model, and send nothing");
  return [options] { return RunAnalysis(*options); };
}

}  // namespace protowarden::cli
