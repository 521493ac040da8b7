// SPDX-License-Identifier: Apache-2.0
#include "plugins/cli/output_options.h"

#include "analyzer/base/text.h"

namespace protowarden::cli {

void OutputOptions::Declare(CLI::App& app, const std::vector<std::string>& formats) {
  app.add_option("--format", format, Join(formats, " or "))->check(CLI::IsMember(formats));
  app.add_option("-o,--output", path, "Write to this file instead of standard output");
  app.add_option("--color", color, "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}));
  app.add_flag("-q,--quiet", quiet, "One line a finding");
  app.add_flag("-v,--verbose", verbose, "Explain every finding");
  app.add_option("-j,--jobs", jobs, "Threads; default one a core")->check(CLI::Range(1, 256));
}

report::TextOptions OutputOptions::Text() const {
  int verbosity = 0;
  if (verbose) verbosity = 1;
  if (quiet) verbosity = -1;
  return {.color = UseColor(color, path), .width = TerminalWidth(), .verbosity = verbosity};
}

}  // namespace protowarden::cli
