// SPDX-License-Identifier: Apache-2.0
//
// `protowarden breaking`: compatibility of two versions of a schema. `protowarden check`: that and
// personal data, the gate of a change.
#include <fmt/format.h>

#include <filesystem>

#include "analyzer/base/text.h"
#include "plugins/app/analyze.h"
#include "plugins/cli/command.h"
#include "plugins/cli/output.h"
#include "plugins/cli/output_options.h"
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

Exit codes: 0 passed, 1 breaking changes, 2 wrong usage or configuration, 3 could not analyse.)";

constexpr const char* kCheckExamples = R"(Examples:
  protowarden check                              compare with the merge base of the default branch
  protowarden check --against origin/main        compare with a branch, tag or commit
  protowarden check a.proto b.proto --staged     only what is said about these files
  protowarden check --except PII_UNANNOTATED --fail-on MEDIUM
  protowarden check --format json | jq '.can_deploy, .pii'

Exit codes: 0 passed, 1 a finding reaches the gate (fail_on for breaking changes, pii_fail_on for
personal data), 2 wrong usage or configuration, 3 could not analyse.)";

struct Options {
  app::AnalyzeOptions analyze;
  OutputOptions output;
  std::vector<std::string> paths;  // of `check`
  std::string fail_on;
  std::string profile;
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

Result<ExitCode> RunAnalysis(Options& options) {
  options.timed.Start();
  const Status taken = TakePaths(options);
  if (!taken.ok()) return taken.error();
  app::AnalyzeOptions& analyze = options.analyze;
  analyze.jobs = options.output.Jobs();
  analyze.excerpts = options.output.format == "text" && !options.output.quiet;
  if (!options.fail_on.empty()) {
    Severity severity{};
    // CLI11 has checked the name.
    if (ParseSeverity(options.fail_on, &severity)) analyze.fail_on = severity;
  }
  if (!options.profile.empty()) analyze.buf_profile = options.profile == "buf";
  Result<report::Report> report = WithProgress(options.output, [&](const auto& progress) {
    analyze.progress = progress;
    return app::Analyze(analyze, options.timed.timings);
  });
  if (!report.ok()) return report.error();
  options.timed.Report();
  const std::string text = options.output.format == "json"
                               ? report::RenderJson(*report)
                               : report::RenderText(*report, options.output.Text());
  const Status written = WriteOutput(text, options.output.path);
  if (!written.ok()) return written.error();
  options.timed.Finish();
  return app::ExitCodeOf(*report);
}

// The options that both commands have.
void Declare(CLI::App& app, Options& options) {
  app::AnalyzeOptions& analyze = options.analyze;
  app.add_option("--against", analyze.against,
                 "What to compare with: a git revision, merge-base:REF, a folder or an image "
                 "(default: the merge base with the default branch)");
  app.add_flag("--staged", analyze.staged, "Check the git index instead of the working tree");
  app.add_option("--category,--use", analyze.use,
                 "Rules and categories to apply: FILE, PACKAGE, WIRE_JSON, WIRE, CSR, rule ids")
      ->delimiter(',');
  app.add_option("--except", analyze.except, "Rules and categories to leave out")->delimiter(',');
  app.add_option("--path", analyze.only_paths, "Report only on these files, folders or globs");
  app.add_option("--exclude-path", analyze.exclude_paths, "Do not report on these");
  app.add_option("-I,--import-root", analyze.import_roots, "Folder that imports are searched in");
  app.add_option("--config", analyze.config,
                 "Configuration: protowarden.toml, buf.yaml, or YAML/JSON text");
  app.add_option("--against-config", analyze.against_config,
                 "Configuration (module roots) of the other side");
  app.add_flag("--ignore-unstable-packages", analyze.ignore_unstable_packages,
               "Ignore packages like foo.v1beta1");
  app.add_option("--profile", options.profile,
                 "`default` judges renamed message types by structure, `buf` by name as buf does")
      ->check(CLI::IsMember({"default", "buf"}));
  app.add_option("--fail-on", options.fail_on, "Lowest severity that fails the gate")
      ->check(CLI::IsMember({"LOW", "MEDIUM", "HIGH", "CRITICAL"}, CLI::ignore_case));
  options.output.Declare(app, {"text", "json"});
  options.timed.Declare(app);
}

}  // namespace

RunCommand SetUpBreaking(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.footer(kExamples);
  app.add_option("PATH", options->analyze.path,
                 "Folder, file or image to check; default the current folder");
  Declare(app, *options);
  return [options] { return RunAnalysis(*options); };
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
  return [options] { return RunAnalysis(*options); };
}

}  // namespace protowarden::cli
