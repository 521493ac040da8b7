// SPDX-License-Identifier: Apache-2.0
//
// `protowarden migrate`: a guide for everybody whom a change breaks.
#include "analyzer/report/migration.h"
#include "plugins/cli/command.h"
#include "plugins/cli/document.h"

namespace protowarden::cli {
namespace {

constexpr const char* kExamples = R"(Examples:
  protowarden migrate --against v1.4.0
  protowarden migrate proto --against origin/main -o MIGRATION.md

Exit codes: 0 done, 2 wrong usage or configuration, 3 could not analyse.)";

}  // namespace

RunCommand SetUpMigrate(CLI::App& app) {
  app.footer(kExamples);
  return SetUpDocument(app, "migrate", app::Checks::kMigration, {"markdown"},
                       [](const report::Report& report, std::string_view,
                          const report::TextOptions&) { return report::RenderMigration(report); });
}

}  // namespace protowarden::cli
