// SPDX-License-Identifier: Apache-2.0
//
// `protowarden pii`: where personal data is.
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

Exit codes: 0 scanned, 2 wrong usage or configuration, 3 could not analyse.)";

struct Options {
  app::ScanOptions scan;
  OutputOptions output;
};

Result<ExitCode> RunPii(Options& options) {
  load::Timings timings;
  options.scan.jobs = options.output.Jobs();
  Result<report::PiiReport> report = WithProgress(options.output, [&](const auto& progress) {
    options.scan.progress = progress;
    return app::Scan(options.scan, timings);
  });
  if (!report.ok()) return report.error();
  const std::string text = options.output.format == "json"
                               ? report::RenderPiiJson(*report)
                               : report::RenderPiiText(*report, options.output.Text());
  const Status written = WriteOutput(text, options.output.path);
  if (!written.ok()) return written.error();
  return app::ExitCodeOf(*report);
}

}  // namespace

RunCommand SetUpPii(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app::ScanOptions& scan = options->scan;
  app.footer(kExamples);
  app.add_option("PATH", scan.path, "Folder, file or image to scan; default the current folder");
  app.add_flag("--staged", scan.staged, "Scan the git index instead of the working tree");
  app.add_option("-I,--import-root", scan.import_roots, "Folder that imports are searched in");
  app.add_option("--config", scan.config,
                 "Configuration: protowarden.toml, buf.yaml, or YAML/JSON text");
  options->output.Declare(app, {"text", "json"});
  return [options] { return RunPii(*options); };
}

}  // namespace protowarden::cli
