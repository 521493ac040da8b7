// SPDX-License-Identifier: Apache-2.0
#include "plugins/cli/fix_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "analyzer/base/text.h"
#include "analyzer/edit/unified_diff.h"
#include "plugins/cli/output.h"
#include "plugins/cli/replace_file.h"

namespace protowarden::cli {
namespace {

Status Rewrite(const std::vector<app::FixedFile>& files) {
  for (const app::FixedFile& file : files) {
    if (file.disk_path.empty()) {
      return UsageError(fmt::format("{} is no file on disk, so it cannot be fixed in place.",
                                    Printable(file.display_path)));
    }
    const Status written =
        ReplaceFile(file.disk_path, file.text, edit::Apply(file.text, file.edits));
    if (!written.ok()) return written;
  }
  return Ok();
}

void Tell(const app::Analysis& analysis, const FixOptions& options) {
  const auto& entries = analysis.report.entries;
  const auto fixable = std::count_if(entries.begin(), entries.end(), [&](const auto& entry) {
    // Nothing is brought back unless it is asked for.
    const Repair repair = entry.finding.repair;
    return repair != Repair::kNone && (repair != Repair::kRestore || options.fix == "keep");
  });
  TellProblems(analysis.report.diagnostics);
  fmt::print(stderr, "{} {}; {} of {} can be fixed mechanically.\n",
             options.in_place ? "Fixed" : "Would fix", Count(analysis.fixes.size(), "file"),
             fixable, Count(entries.size(), "finding"));
}

}  // namespace

void FixOptions::Declare(CLI::App& app) {
  CLI::Option* flag =
      app.add_flag("--fix{reserve}", fix,
                   "Print a patch that fixes what can be fixed mechanically: --fix reserves the "
                   "numbers and names of what was deleted, --fix=keep brings it back, deprecated")
          ->check(CLI::IsMember({"reserve", "keep"}));
  app.add_flag("--in-place", in_place, "With --fix: rewrite the files instead")->needs(flag);
}

std::optional<rules::fix::Deleted> FixOptions::Deleted() const {
  if (fix.empty()) return std::nullopt;
  return fix == "keep" ? rules::fix::Deleted::kKeep : rules::fix::Deleted::kReserve;
}

Status WriteFixes(const app::Analysis& analysis, const FixOptions& options,
                  const std::string& output, bool quiet) {
  Status written = Ok();
  if (options.in_place) {
    written = Rewrite(analysis.fixes);
  } else {
    std::string patch;
    for (const app::FixedFile& file : analysis.fixes) {
      patch += edit::UnifiedDiff(file.display_path, file.text, file.edits);
    }
    written = WriteOutput(patch, output);
  }
  if (written.ok() && !quiet) Tell(analysis, options);
  return written;
}

}  // namespace protowarden::cli
