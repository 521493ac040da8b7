// SPDX-License-Identifier: Apache-2.0
//
// `protowarden pii authz`: who may read which field, as JSON.
#include <fmt/format.h>

#include "analyzer/base/text.h"
#include "analyzer/io/tree_support.h"
#include "analyzer/report/authorization.h"
#include "plugins/app/scan.h"
#include "plugins/cli/command.h"
#include "plugins/cli/output.h"
#include "plugins/cli/output_options.h"
#include "rules/pii/access.h"

namespace protowarden::cli {
namespace {

constexpr const char* kExamples = R"(Examples:
  protowarden pii authz                      rules of the annotated fields
  protowarden pii authz --classified         also where only the classifier says so
  protowarden pii authz --access access.toml your own roles and scopes for each level
  protowarden pii authz | jq '.fields["shop.v1.Account.ssn"].required_roles'

A row of the access table:
  [[access]]
  level = "HIGH"
  required_roles = ["admin"]
  required_scopes = ["pii.high.read"]
  audit = true
  mask_in_logs = true

Exit codes: 0 done, 2 wrong usage or configuration, 3 could not analyse.)";

struct Options {
  app::ScanOptions scan;
  std::string access;
  std::string output;
  bool classified = false;
};

Result<std::vector<AccessRule>> AccessOf(const std::string& path) {
  if (path.empty()) return rules::pii::BuiltinAccess();
  const Result<std::string> text = io::ReadFile(path);
  if (!text.ok()) return UsageError(text.error().message);
  return rules::pii::ReadAccess(*text, path);
}

Result<ExitCode> RunAuthz(Options& options) {
  const auto access = AccessOf(options.access);
  if (!access.ok()) return access.error();
  load::Timings timings;
  options.scan.jobs = OutputOptions{}.Jobs();
  Result<report::PiiReport> scanned = app::Scan(options.scan, timings);
  if (!scanned.ok()) return scanned.error();
  report::AuthorizationReport report;
  report.timestamp = scanned->timestamp;
  report.head = scanned->head;
  report.authorization =
      rules::pii::AuthorizationOf(scanned->inventory, *access, options.classified);
  report.notes = scanned->notes;
  report.diagnostics = scanned->diagnostics;
  if (const size_t left_out = report.authorization.left_out; left_out > 0) {
    report.notes.push_back(fmt::format(
        "{} would have a rule if they were annotated; --classified takes the classifier's word.",
        Count(left_out, "field")));
  }
  const Status written = WriteOutput(report::RenderAuthorization(report), options.output);
  if (!written.ok()) return written.error();
  return app::ExitCodeOf(*scanned);
}

}  // namespace

RunCommand SetUpPiiAuthz(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app::ScanOptions& scan = options->scan;
  app.footer(kExamples);
  app.add_option("PATH", scan.path, "Folder, file or image to read; default the current folder");
  app.add_flag("--classified", options->classified,
               "Take the classifier's word where there is no annotation");
  app.add_option("--access", options->access, "Table of roles and scopes for each level (TOML)");
  app.add_flag("--staged", scan.staged, "Read the git index instead of the working tree");
  app.add_option("-I,--import-root", scan.import_roots, "Folder that imports are searched in");
  app.add_option("--config", scan.config,
                 "Configuration: protowarden.toml, buf.yaml, or YAML/JSON text");
  app.add_option("-o,--output", options->output, "Write to this file instead of standard output");
  return [options] { return RunAuthz(*options); };
}

}  // namespace protowarden::cli
