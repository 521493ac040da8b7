// SPDX-License-Identifier: Apache-2.0
//
// `protowarden breaking`: compatibility of two versions of a schema. `protowarden check`: that and
// personal data, the gate of a change.
#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <map>

#include "analyzer/base/text.h"
#include "plugins/cli/analyze_options.h"
#include "plugins/cli/command.h"
#include "plugins/cli/fix_options.h"
#include "plugins/cli/gate_options.h"
#include "plugins/cli/output.h"
#include "plugins/cli/output_options.h"

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
  protowarden check --except PII_UNANNOTATED --fail-on MEDIUM --fail-on PII=never
  protowarden check --mode shadow                say what would fail, but pass
  protowarden check --fix | git apply            reserve what was deleted; the exit code stays
  protowarden check --format json | jq '.can_deploy, .pii'

Exit codes: 0 passed, 1 a finding reaches the gate ([gate] in protowarden.toml), 2 wrong usage or
configuration, 3 could not analyse.)";

struct Options {
  app::AnalyzeOptions analyze;
  OutputOptions output;
  std::vector<std::string> paths;  // of `check`
  std::string profile;
  FixOptions fix;
  bool timings = false;
};

void PrintTimings(const load::Timings& timings, double total) {
  const std::map<int, std::pair<const char*, double>> rows = {
      {0, {"list", timings.list}},       {1, {"read", timings.read}},
      {2, {"parse", timings.parse}},     {3, {"link", timings.link}},
      {4, {"compare", timings.compare}}, {5, {"rules", timings.rules}},
      {6, {"report", timings.report}}};
  double known = 0;
  for (const auto& [order, row] : rows) {
    fmt::print(stderr, "{:8} {:8.1f} ms\n", row.first, row.second * 1000);
    known += row.second;
  }
  fmt::print(stderr, "{:8} {:8.1f} ms\n{:8} {:8.1f} ms\n", "other", (total - known) * 1000, "total",
             total * 1000);
}

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

// The report, or with --fix the patch.
Status Write(const Options& options, const app::Analysis& analysis) {
  const OutputOptions& output = options.output;
  if (options.analyze.fix.has_value()) {
    return WriteFixes(analysis, options.fix, output.path, output.quiet);
  }
  const std::string text = output.format == "json"
                               ? report::RenderJson(analysis.report)
                               : report::RenderText(analysis.report, output.Text());
  return WriteOutput(text, output.path);
}

Result<ExitCode> RunAnalysis(Options& options) {
  const auto start = std::chrono::steady_clock::now();
  const Status taken = TakePaths(options);
  if (!taken.ok()) return taken.error();
  app::AnalyzeOptions& analyze = options.analyze;
  if (options.fix.in_place && analyze.staged) {
    return UsageError(
        "--in-place rewrites files, but --staged checks the index. Drop one of them.");
  }
  analyze.jobs = options.output.Jobs();
  analyze.excerpts = options.output.format == "text" && !options.output.quiet;
  if (!options.profile.empty()) analyze.buf_profile = options.profile == "buf";
  analyze.fix = options.fix.Deleted();
  load::Timings timings;
  Result<app::Analysis> analysis = WithProgress(options.output, [&](const auto& progress) {
    analyze.progress = progress;
    return app::AnalyzeWithInventory(analyze, timings);
  });
  if (!analysis.ok()) return analysis.error();
  const auto render = std::chrono::steady_clock::now();
  const Status written = Write(options, *analysis);
  if (!written.ok()) return written.error();
  if (options.timings) {
    const auto end = std::chrono::steady_clock::now();
    timings.report += std::chrono::duration<double>(end - render).count();
    PrintTimings(timings, std::chrono::duration<double>(end - start).count());
  }
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
  options.output.Declare(app, {"text", "json"});
  app.add_flag("--timings", options.timings, "Print where the time went to standard error");
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
  options->fix.Declare(app);
  return [options] { return RunAnalysis(*options); };
}

}  // namespace protowarden::cli
