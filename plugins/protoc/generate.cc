// SPDX-License-Identifier: Apache-2.0
#include "plugins/protoc/generate.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <thread>

#include "analyzer/base/text.h"
#include "analyzer/edit/edits.h"
#include "analyzer/report/formats.h"
#include "plugins/app/analyze.h"
#include "plugins/app/annotate.h"
#include "plugins/app/scan.h"
#include "plugins/protoc/build_messages.h"
#include "plugins/protoc/parameter.h"
#include "rules/pii/annotate/annotate.h"

namespace protowarden::protoc {
namespace {

class Generator {
 public:
  Generator(const load::PluginRequest& request, const Parameter& parameter)
      : request_(request), parameter_(parameter) {}

  Outcome Run() && {
    const bool pii = !parameter_.pii.empty();
    Status done = Ok();
    if (!pii || !parameter_.against.empty()) done = Compare();
    if (done.ok() && Wants("report")) done = ScanForPii();
    if (done.ok() && Wants("annotate")) done = Annotate();
    if (done.ok()) done = CheckNames();
    if (!done.ok()) Fail(Printable(done.error().message, /*keep_newlines=*/true));
    if (!outcome_.response.error.empty()) outcome_.response.files.clear();
    return std::move(outcome_);
  }

 private:
  [[nodiscard]] bool Wants(std::string_view pii) const {
    return std::find(parameter_.pii.begin(), parameter_.pii.end(), pii) != parameter_.pii.end();
  }

  void Fail(const std::string& text) {
    std::string& error = outcome_.response.error;
    if (!error.empty() && !text.empty()) error += '\n';
    error += text;
  }

  void Add(std::string name, std::string content) {
    outcome_.response.files.push_back({std::move(name), std::move(content)});
  }

  // Where the sources are: the folder that decides about configuration and repository.
  [[nodiscard]] std::string Path() const {
    return parameter_.source_roots.empty() ? "." : parameter_.source_roots.front();
  }

  [[nodiscard]] app::AnalyzeOptions OptionsOfCheck() const {
    app::AnalyzeOptions options;
    options.command = "check";
    options.checks = app::Checks::kAll;
    options.path = Path();
    options.request = &request_;
    options.source_roots = parameter_.source_roots;
    options.against = parameter_.against;
    options.config = parameter_.config;
    options.use = parameter_.use;
    options.except = parameter_.except;
    options.gate.fail_on = parameter_.fail_on;
    options.gate.mode = parameter_.mode;
    if (!parameter_.profile.empty()) options.buf_profile = parameter_.profile == "buf";
    options.jobs = std::max(1U, std::thread::hardware_concurrency());
    return options;
  }

  Status Compare() {
    app::AnalyzeOptions options = OptionsOfCheck();
    for (const std::string& given : parameter_.formats) {
      const report::Format* format = report::FindFormat(report::ParseDestination(given).format);
      if (format != nullptr && format->shows_services) options.pii_services = true;
    }
    load::Timings timings;
    const auto report = app::Analyze(options, timings);
    if (!report.ok()) return report.error();
    Fail(BuildErrors(*report));
    outcome_.warnings += BuildWarnings(*report);
    AddReports(*report);
    return Ok();
  }

  void AddReports(const report::Report& report) {
    std::vector<std::string> formats = parameter_.formats;
    if (formats.empty()) formats.emplace_back("json");
    for (const std::string& given : formats) {
      const report::Destination wanted = report::ParseDestination(given);
      const report::Format* format = report::FindFormat(wanted.format);
      if (format == nullptr) continue;  // none
      Add(wanted.path.empty() ? fmt::format("{}.{}", parameter_.report, format->extension)
                              : wanted.path,
          format->render(report, {}));
    }
  }

  Status ScanForPii() {
    const app::AnalyzeOptions check = OptionsOfCheck();
    app::ScanOptions options;
    options.path = check.path;
    options.request = check.request;
    options.source_roots = check.source_roots;
    options.config = check.config;
    options.jobs = check.jobs;
    // With a comparison the gate has spoken already.
    const bool gated = parameter_.against.empty();
    if (gated) options.gate = check.gate;
    load::Timings timings;
    const auto report = app::Scan(options, timings);
    if (!report.ok()) return report.error();
    Add(parameter_.report + ".pii.json", report::RenderPiiJson(*report));
    if (app::ExitCodeOf(*report) != ExitCode::kPassed) Fail(BuildErrors(report->findings));
    if (gated) outcome_.warnings += BuildWarnings(report->findings);
    return Ok();
  }

  Status Annotate() {
    const app::AnalyzeOptions check = OptionsOfCheck();
    app::AnnotateRequest request;
    request.paths = {check.path};
    request.request = check.request;
    request.source_roots = check.source_roots;
    request.config = check.config;
    request.jobs = check.jobs;
    const auto annotated = app::Annotate(request);
    if (!annotated.ok()) return annotated.error();
    TakeAnnotated(*annotated);
    return Ok();
  }

  void TakeAnnotated(const app::AnnotateResult& result) {
    std::set<std::string_view> missing(request_.targets.begin(), request_.targets.end());
    for (const app::AnnotatedFile& file : result.files) {
      missing.erase(file.relative_path);
      Add(file.relative_path, edit::Apply(file.text, file.edits));
    }
    for (const schema::Diagnostic& diagnostic : result.diagnostics) {
      Fail(Printable(ToString(diagnostic)));
    }
    if (!missing.empty() && result.diagnostics.empty()) {
      Fail(
          fmt::format("{}: the source was not found. Pass source_root=DIR, the folder that protoc "
                      "has as -I.",
                      Printable(*missing.begin())));
    }
    // The copies must compile by themselves.
    const auto& definition = rules::pii::SchemaFiles().front();
    if (result.missing_definition == definition.path) {
      Add(std::string(definition.path), std::string(definition.text));
    } else if (!result.missing_definition.empty()) {
      outcome_.warnings += fmt::format("warning: {} is not among the sources.\n",
                                       Printable(result.missing_definition));
    }
  }

  [[nodiscard]] Status CheckNames() const {
    std::set<std::string_view> names;
    for (const OutputFile& file : outcome_.response.files) {
      if (names.insert(file.name).second) continue;
      return UsageError(
          fmt::format("{} would be written twice. Name one of them with report=NAME "
                      "or format=FORMAT:FILE.",
                      Quote(file.name)));
    }
    return Ok();
  }

  const load::PluginRequest& request_;
  const Parameter& parameter_;
  Outcome outcome_;
};

}  // namespace

Outcome Generate(const load::PluginRequest& request) {
  const auto parameter = ParseParameter(request.parameter);
  if (parameter.ok()) return Generator(request, *parameter).Run();
  Outcome outcome;
  outcome.response.error = parameter.error().message;
  return outcome;
}

}  // namespace protowarden::protoc
