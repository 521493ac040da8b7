// SPDX-License-Identifier: Apache-2.0
//
// `protowarden pii correct`: records a reviewed decision about a field.
#include "plugins/app/pii_correct.h"

#include <fmt/format.h>

#include <filesystem>

#include "analyzer/base/text.h"
#include "plugins/cli/output.h"
#include "plugins/cli/output_options.h"
#include "plugins/cli/pii_commands.h"

namespace protowarden::cli {
namespace {

constexpr const char* kExamples = R"(Examples:
  protowarden pii correct shop.v1.Order.email LOW EMAIL_WORK --why "only shops order here"
  protowarden pii correct Order.note PUBLIC --why "chosen from a list"

Corrections win over everything else. They are kept in .protowarden/pii-corrections.toml, which
belongs into version control; three like ones propose a rule.)";

struct Options {
  app::ScanOptions scan;
  app::CorrectionRequest request;
  OutputOptions output;
};

Result<ExitCode> Run(const Options& options) {
  const auto outcome = app::Correct(options.scan, options.request);
  if (!outcome.ok()) return outcome.error();
  Status written = MakeFolderOf(outcome->path);
  if (written.ok()) written = WriteOutput(outcome->text, outcome->path);
  if (!written.ok()) return written.error();
  const Status shown =
      WriteOutput(outcome->summary + "\n" +
                      report::RenderSuggestions(outcome->suggestions, options.output.TextFor("")),
                  "");
  if (!shown.ok()) return shown.error();
  return ExitCode::kPassed;
}

}  // namespace

RunCommand SetUpPiiCorrect(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app::ScanOptions& scan = options->scan;
  scan.policy.new_corrections = true;
  app.footer(kExamples);
  app.add_option("FIELD", options->request.field, "Full name of the field, or its end")->required();
  app.add_option("LEVEL", options->request.level, "PUBLIC, LOW, MEDIUM or HIGH")->required();
  app.add_option("TYPE", options->request.type, "What it is, e.g. EMAIL_WORK");
  app.add_option("--why", options->request.why, "The reason, for reviewers")->required();
  app.add_option("--path", scan.path, "Folder, file or image; default the current folder");
  app.add_option("-I,--import-root", scan.import_roots, "Folder that imports are searched in");
  app.add_option("--config", scan.config, "Configuration: protowarden.toml");
  app.add_option("--corrections", scan.policy.corrections, "File to record in");
  return [options] { return Run(*options); };
}

}  // namespace protowarden::cli
