// SPDX-License-Identifier: Apache-2.0
//
// `check --fix`: the fixes of a run as a patch, or written into the files.
#pragma once

#include <string>
#include <vector>

#include "plugins/app/analyze.h"
#include "plugins/cli/command.h"

namespace protowarden::cli {

struct FixOptions {
  std::string fix;  // "", "reserve" or "keep"
  bool in_place = false;

  // Adds --fix and --in-place; the object must live as long as `app`.
  void Declare(CLI::App& app);
  [[nodiscard]] std::optional<rules::fix::Deleted> Deleted() const;
};

// Prints the patch to `output` (empty: standard output) or rewrites the files, and says on standard
// error what was done.
[[nodiscard]] Status WriteFixes(const app::Analysis& analysis, const FixOptions& options,
                                const std::string& output, bool quiet);

}  // namespace protowarden::cli
