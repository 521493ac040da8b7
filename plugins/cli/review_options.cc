// SPDX-License-Identifier: Apache-2.0
#include "plugins/cli/review_options.h"

namespace protowarden::cli {

void DeclareReview(CLI::App& app, app::ReviewOptions& review) {
  review.mode.clear();
  app.add_option(
         "--llm", review.mode,
         "Whether a language model takes part: `on` (the default where [llm] is configured), "
         "`off`, or `replay`: answers of earlier runs only")
      ->check(CLI::IsMember({"on", "off", "replay"}));
  app.add_option("--llm-set", review.set, "KEY=VALUE: a key of [llm], for this run");
}

}  // namespace protowarden::cli
