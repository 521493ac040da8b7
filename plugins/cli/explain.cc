// SPDX-License-Identifier: Apache-2.0
//
// `protowarden explain RULE`: everything about one rule.
#include "analyzer/report/rule_text.h"
#include "plugins/app/rule_names.h"
#include "plugins/cli/command.h"
#include "plugins/cli/output.h"

namespace protowarden::cli {

RunCommand SetUpExplain(CLI::App& app) {
  auto id = std::make_shared<std::string>();
  auto format = std::make_shared<std::string>("text");
  app.footer("Example:\n  protowarden explain FIELD_NO_DELETE");
  app.add_option("RULE", *id, "Rule id")->required();
  app.add_option("--format", *format, "text or json")->check(CLI::IsMember({"text", "json"}));
  return [id, format]() -> Result<ExitCode> {
    const Rule* rule = app::FindRule(*id);
    if (rule == nullptr) {
      return UsageError(app::RuleProblem(*id) + " `protowarden rules` lists them.");
    }
    const report::RuleExample shown = app::ExampleOf(*rule);
    const report::TextOptions text{
        .color = UseColor("auto", ""), .width = TerminalWidth(), .verbosity = 0};
    const Status written = WriteOutput(*format == "json" ? report::RenderRuleJson(*rule, shown)
                                                         : report::RenderRule(*rule, shown, text),
                                       "");
    if (!written.ok()) return written.error();
    return ExitCode::kPassed;
  };
}

}  // namespace protowarden::cli
