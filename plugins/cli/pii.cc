// SPDX-License-Identifier: Apache-2.0
//
// `protowarden pii`: where personal data is, and the commands below it.
#include <fmt/format.h>

#include <optional>

#include "analyzer/report/pii_findings.h"
#include "analyzer/report/pii_report.h"
#include "plugins/app/pii_verify.h"
#include "plugins/app/scan.h"
#include "plugins/cli/command.h"
#include "plugins/cli/command_model.h"
#include "plugins/cli/gate_options.h"
#include "plugins/cli/output_options.h"
#include "plugins/cli/pii_commands.h"
#include "plugins/cli/report_formats.h"
#include "plugins/cli/timed_run.h"

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
  protowarden pii --explain Account.email  how the level of a field comes about
  protowarden pii --verify reference.tsv   compare with a table or an annotated schema
  protowarden pii correct Account.note PUBLIC --why "chosen from a list"

--verify takes tables with the columns message, field, sensitivity and pii_type, or kind, element,
sensitivity and audit_pii_access. It judges the classifier: annotations of PATH do not count.

Exit codes: 0 passed, 1 --verify failed or findings reach --fail-on (with --against: the gate of
protowarden.toml, default HIGH), 2 wrong usage or configuration, 3 could not analyse.)";

struct Options {
  app::ScanOptions scan;
  std::string by;
  OutputOptions output;
  std::vector<std::string> references;
  double min_accuracy = 1;
  std::optional<std::string> explained;
  bool no_learn = false;
  TimedRun timed;
};

using Destinations = std::vector<Destination>;

// Text and JSON show the inventory, the other formats the findings about it.
std::string Render(const report::PiiReport& report, const Options& options, const Destination& to) {
  if (to.format == "json") return report::RenderPiiJson(report, options.scan.jobs);
  const report::TextOptions text = options.output.TextFor(to.path);
  if (to.format != "text") {
    return report::FindFormat(to.format)->render(report::FindingsOf(report), text);
  }
  const auto by = report::ParseGroupBy(options.by);
  return by.has_value() ? report::RenderPiiGroups(report, *by, text)
                        : report::RenderPiiText(report, text);
}

Result<ExitCode> Write(const Destinations& destinations, const RenderDestination& render,
                       ExitCode code) {
  const Status written = WriteAllReports(destinations, render);
  if (!written.ok()) return written.error();
  return code;
}

// --verify and --explain are no findings.
Status OnlyTextAndJson(const Destinations& destinations, std::string_view option) {
  for (const Destination& to : destinations) {
    if (to.format == "text" || to.format == "json") continue;
    return UsageError(fmt::format("{} writes text or json, not {}.", option, to.format));
  }
  return Ok();
}

Result<ExitCode> RunVerify(const Options& options, const Destinations& destinations) {
  const Status possible = OnlyTextAndJson(destinations, "--verify");
  if (!possible.ok()) return possible.error();
  load::Timings timings;
  const auto report =
      app::VerifyScan(options.scan, options.references, options.min_accuracy, timings);
  if (!report.ok()) return report.error();
  const auto render = [&](const Destination& to) {
    return to.format == "json"
               ? report::RenderVerificationJson(*report)
               : report::RenderVerificationText(*report, options.output.TextFor(to.path));
  };
  return Write(destinations, render, app::ExitCodeOf(*report));
}

Result<ExitCode> RunExplain(const Options& options, const Destinations& destinations) {
  const Status possible = OnlyTextAndJson(destinations, "--explain");
  if (!possible.ok()) return possible.error();
  load::Timings timings;
  const auto report = app::ExplainField(options.scan, *options.explained, timings);
  if (!report.ok()) return report.error();
  const auto render = [&](const Destination& to) {
    return to.format == "json"
               ? report::RenderExplanationJson(*report)
               : report::RenderExplanationText(*report, options.output.TextFor(to.path));
  };
  return Write(destinations, render, ExitCode::kPassed);
}

Result<ExitCode> RunPii(Options& options) {
  options.timed.Start();
  const auto destinations = options.output.Destinations();
  if (!destinations.ok()) return destinations.error();
  options.scan.jobs = options.output.Jobs();
  if (options.no_learn) options.scan.policy.learn = false;
  if (!options.references.empty()) return RunVerify(options, *destinations);
  if (options.explained.has_value()) return RunExplain(options, *destinations);
  options.scan.excerpts = NeedSource(*destinations, options.output.quiet);
  // Static, so that nothing is taken apart before the process ends.
  static std::shared_ptr<void> kept;
  static const Result<report::PiiReport> report =
      WithProgress(options.output, [&](const auto& progress) {
        options.scan.progress = progress;
        return app::Scan(options.scan, options.timed.timings, &kept);
      });
  if (!report.ok()) return report.error();
  options.timed.Report();
  Result<ExitCode> written = Write(
      *destinations, [&](const Destination& to) { return Render(*report, options, to); },
      app::ExitCodeOf(*report));
  options.timed.Finish();
  return written;
}

}  // namespace

RunCommand SetUpPii(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app::ScanOptions& scan = options->scan;
  app.footer(kExamples);
  app.add_option("PATH", scan.path, "Folder, file or image to scan; default the current folder");
  app.add_option("--against", scan.against,
                 "Also compare with a git revision, merge-base:REF, a folder or an image")
      ->type_name(kSpecValue);
  app.add_option("--by", options->by, "Group the fields by regulation, service, level or type")
      ->check(CLI::IsMember({"regulation", "service", "level", "type"}));
  DeclareGate(app, scan.gate);
  app.add_flag("--staged", scan.staged, "Scan the git index instead of the working tree");
  app.add_option("-I,--import-root", scan.import_roots, "Folder that imports are searched in");
  app.add_option("--config", scan.config,
                 "Configuration: protowarden.toml, buf.yaml, or YAML/JSON text");
  app.add_option("--corrections", scan.policy.corrections,
                 "Corrections instead of the configured file");
  app.add_flag("--no-learn", options->no_learn, "Do not learn from annotations of like fields");
  CLI::Option* explain =
      app.add_option("--explain", options->explained, "Explain the level of this field");
  CLI::Option* verify = app.add_option("--verify", options->references,
                                       "Compare with this table (.tsv) or annotated schema; "
                                       "may be repeated");
  verify->excludes(explain)->type_size(1)->expected(1)->multi_option_policy(
      CLI::MultiOptionPolicy::TakeAll);
  app.add_option("--min-accuracy", options->min_accuracy,
                 "Share of fields, of messages and of methods that --verify asks for; default 1")
      ->check(CLI::Range(0.0, 1.0))
      ->needs(verify);
  options->output.Declare(app, FormatNames());
  options->timed.Declare(app);
  // Subcommands; a folder of that name is written ./authz.
  CLI::App* authz = app.add_subcommand("authz", "Authorisation rules of annotated fields as JSON");
  CLI::App* correct = app.add_subcommand("correct", "Record a reviewed decision about a field");
  CLI::App* mask = app.add_subcommand("mask", "Take out of a payload what its reader may not see");
  return [options, authz, correct, mask, run_authz = SetUpPiiAuthz(*authz),
          run_correct = SetUpPiiCorrect(*correct),
          run_mask = SetUpPiiMask(*mask)]() -> Result<ExitCode> {
    if (authz->parsed()) return run_authz();
    if (correct->parsed()) return run_correct();
    return mask->parsed() ? run_mask() : RunPii(*options);
  };
}

}  // namespace protowarden::cli
