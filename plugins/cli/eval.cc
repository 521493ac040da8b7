// SPDX-License-Identifier: Apache-2.0
//
// `protowarden eval`: how well rules, a language model and both do on a labelled set.
#include "analyzer/io/tree_support.h"
#include "analyzer/report/evaluation_report.h"
#include "plugins/app/evaluate.h"
#include "plugins/cli/command.h"
#include "plugins/cli/output_options.h"
#include "plugins/cli/review_options.h"

namespace protowarden::cli {
namespace {

constexpr const char* kExamples =
    R"(SET is a table with tabs and a header line, or JSON Lines; paths are relative to it:
  id  before  after  element  breaking (yes, no)  note     a change; folders or .proto files
  id  schema  element  sensitivity (PUBLIC ... HIGH)       a field that may hold personal data

A change counts as found if a finding on the element, or on a member of it, reaches --severity; one of
the model also needs [llm.gate] min_confidence. What the model does not answer counts as not found.
`llm` is the model alone, without what rules and classifier say; `both` is what `check` does.

Examples:
  protowarden eval set.tsv                            with the model of protowarden.toml, if any
  protowarden eval set.tsv --format json -o now.json  to compare with later
  protowarden eval set.tsv --compare now.json         what another prompt or model changes
  protowarden eval set.tsv --llm=replay               recorded answers only

Exit codes: 0 evaluated, 2 wrong usage, set or configuration, 3 a schema could not be read, the run
was interrupted, or with on_failure = "fail" something was not answered.)";

struct Options {
  app::EvaluateOptions evaluate;
  std::string severity = "MEDIUM";
  std::string earlier;
  OutputOptions output;
};

// The report, with what differs from the one that --compare names.
Result<report::EvaluationReport> Evaluated(Options& options) {
  Result<std::string> earlier = std::string();
  if (!options.earlier.empty()) {
    earlier = io::ReadFile(options.earlier);
    if (!earlier.ok()) return UsageError(earlier.error().message);
  }
  auto report = WithProgress(options.output, [&](const auto& progress) {
    options.evaluate.progress = progress;
    return app::Evaluate(options.evaluate);
  });
  if (!report.ok() || options.earlier.empty()) return report;
  auto comparison = report::CompareEvaluations(*report, *earlier, options.earlier);
  if (!comparison.ok()) return comparison.error();
  report->comparison = std::move(comparison).value();
  return report;
}

Result<ExitCode> Run(Options& options) {
  const auto destinations = options.output.Destinations();
  if (!destinations.ok()) return destinations.error();
  options.evaluate.jobs = options.output.Jobs();
  if (!ParseSeverity(options.severity, &options.evaluate.severity)) {
    return UsageError("--severity must be LOW, MEDIUM, HIGH or CRITICAL.");
  }
  const auto report = Evaluated(options);
  if (!report.ok()) return report.error();
  const Status written = WriteAllReports(*destinations, [&](const Destination& to) {
    return to.format == "json"
               ? report::RenderEvaluationJson(*report)
               : report::RenderEvaluationText(*report, options.output.TextFor(to.path));
  });
  if (!written.ok()) return written.error();
  return app::ExitCodeOf(*report);
}

}  // namespace

RunCommand SetUpEval(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.footer(kExamples);
  app.add_option("SET", options->evaluate.set, "The labelled set")->required();
  DeclareReview(app, options->evaluate.review);
  app.add_option("--severity", options->severity,
                 "Lowest severity of a finding that counts; default MEDIUM")
      ->check(CLI::IsMember({"LOW", "MEDIUM", "HIGH", "CRITICAL"}));
  app.add_option("--compare", options->earlier,
                 "An earlier JSON report of the same set: print what differs");
  app.add_option("--config", options->evaluate.config,
                 "Configuration: protowarden.toml, buf.yaml, or YAML/JSON text");
  options->output.Declare(app, {"text", "json"});
  return [options] { return Run(*options); };
}

}  // namespace protowarden::cli
