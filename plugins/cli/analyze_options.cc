// SPDX-License-Identifier: Apache-2.0
#include "plugins/cli/analyze_options.h"

#include "plugins/cli/command_model.h"

namespace protowarden::cli {

void DeclareAnalysis(CLI::App& app, app::AnalyzeOptions& analyze) {
  app.add_option("--against", analyze.against,
                 "What to compare with: a git revision, merge-base:REF, a folder or an image "
                 "(default: the merge base with the default branch)")
      ->type_name(kSpecValue);
  app.add_flag("--staged", analyze.staged, "Check the git index instead of the working tree");
  app.add_option(
         "--category,--use", analyze.use,
         "Rules and categories to apply: FILE, PACKAGE, WIRE_JSON, WIRE, CSR, SEMANTIC, rule ids")
      ->delimiter(',');
  app.add_option("--except", analyze.except,
                 "Rules and categories to leave out, instead of the configured ones")
      ->delimiter(',');
  app.add_option("--skip", analyze.skip, "The same, besides the configured ones")->delimiter(',');
  app.add_option("--path", analyze.only_paths, "Report only on these files, folders or globs");
  app.add_option("--exclude-path", analyze.exclude_paths, "Do not report on these");
  app.add_option("-I,--import-root", analyze.import_roots, "Folder that imports are searched in");
  app.add_option("--config", analyze.config,
                 "Configuration: protowarden.toml, buf.yaml, or YAML/JSON text");
  app.add_option("--against-config", analyze.against_config,
                 "Configuration (module roots) of the other side");
  app.add_option("--policy-from", analyze.policy_from,
                 "Whose policy and acceptances decide: `base` (the default between commits) or "
                 "`head`")
      ->check(CLI::IsMember({"base", "head"}));
  app.add_option("--reviewed", analyze.reviewed,
                 "Who agreed to the policy and the acceptances of the change itself, for example "
                 "the label of a pull request");
  app.add_flag("--ignore-unstable-packages", analyze.ignore_unstable_packages,
               "Ignore packages like foo.v1beta1");
}

}  // namespace protowarden::cli
