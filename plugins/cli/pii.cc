// SPDX-License-Identifier: Apache-2.0
//
// `protowarden pii`: where personal data is, and the commands below it.
#include "analyzer/report/pii_report.h"
#include "plugins/app/scan.h"
#include "plugins/cli/command.h"
#include "plugins/cli/output.h"
#include "plugins/cli/output_options.h"

namespace protowarden::cli {
namespace {

constexpr const char* kExamples = R"(Examples:
  protowarden pii                          scan the schemas below the current folder
  protowarden pii proto/account.proto -v   every field of a file with the reason
  protowarden pii --format json | jq '.fields[] | select(.sensitivity == "HIGH" and .annotated == false)'
  protowarden pii image.binpb              a descriptor set or buf image
  protowarden pii --against origin/main    what a change exposes, removes and leaves unannotated
  protowarden pii --by regulation          the inventory for each regulation
  protowarden pii --fail-on HIGH           fail when there is a finding of that severity

Exit codes: 0 passed, 1 findings reach --fail-on (with --against: pii_fail_on, default HIGH), 2 wrong usage or configuration, 3 could not analyse.)";

struct Options {
  app::ScanOptions scan;
  std::string fail_on;
  std::string by;
  OutputOptions output;
};

std::string Render(const report::PiiReport& report, const Options& options) {
  if (options.output.format == "json") return report::RenderPiiJson(report);
  const auto by = report::ParseGroupBy(options.by);
  return by.has_value() ? report::RenderPiiGroups(report, *by, options.output.Text())
                        : report::RenderPiiText(report, options.output.Text());
}

Result<ExitCode> RunPii(Options& options) {
  load::Timings timings;
  options.scan.jobs = options.output.Jobs();
  options.scan.excerpts = options.output.format == "text" && !options.output.quiet;
  Severity severity{};
  // CLI11 has checked the name.
  if (ParseSeverity(options.fail_on, &severity)) options.scan.fail_on = severity;
  Result<report::PiiReport> report = WithProgress(options.output, [&](const auto& progress) {
    options.scan.progress = progress;
    return app::Scan(options.scan, timings);
  });
  if (!report.ok()) return report.error();
  const Status written = WriteOutput(Render(*report, options), options.output.path);
  if (!written.ok()) return written.error();
  return app::ExitCodeOf(*report);
}

}  // namespace

RunCommand SetUpPii(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app::ScanOptions& scan = options->scan;
  app.footer(kExamples);
  app.add_option("PATH", scan.path, "Folder, file or image to scan; default the current folder");
  app.add_option("--against", scan.against,
                 "Also compare with a git revision, merge-base:REF, a folder or an image");
  app.add_option("--by", options->by, "Group the fields by regulation, service, level or type")
      ->check(CLI::IsMember({"regulation", "service", "level", "type"}));
  app.add_option("--fail-on", options->fail_on, "Lowest severity that fails the run")
      ->check(CLI::IsMember({"LOW", "MEDIUM", "HIGH", "CRITICAL"}, CLI::ignore_case));
  app.add_flag("--staged", scan.staged, "Scan the git index instead of the working tree");
  app.add_option("-I,--import-root", scan.import_roots, "Folder that imports are searched in");
  app.add_option("--config", scan.config,
                 "Configuration: protowarden.toml, buf.yaml, or YAML/JSON text");
  options->output.Declare(app, {"text", "json"});
  // Subcommands; a folder of that name is written ./authz.
  CLI::App* authz = app.add_subcommand("authz", "Authorisation rules of annotated fields as JSON");
  CLI::App* mask = app.add_subcommand("mask", "Take out of a payload what its reader may not see");
  return [options, authz, mask, run_authz = SetUpPiiAuthz(*authz), run_mask = SetUpPiiMask(*mask)] {
    if (authz->parsed()) return run_authz();
    return mask->parsed() ? run_mask() : RunPii(*options);
  };
}

}  // namespace protowarden::cli
