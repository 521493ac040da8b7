// SPDX-License-Identifier: Apache-2.0
//
// `protowarden explain RULE`: everything about one rule.
#include <fmt/format.h>

#include "analyzer/base/did_you_mean.h"
#include "analyzer/base/text.h"
#include "analyzer/report/rule_text.h"
#include "plugins/cli/command.h"
#include "plugins/cli/output.h"
#include "rules/catalogue.h"

namespace protowarden::cli {

RunCommand SetUpExplain(CLI::App& app) {
  auto id = std::make_shared<std::string>();
  auto format = std::make_shared<std::string>("text");
  app.footer("Example:\n  protowarden explain FIELD_NO_DELETE");
  app.add_option("RULE", *id, "Rule id")->required();
  app.add_option("--format", *format, "text or json")->check(CLI::IsMember({"text", "json"}));
  return [id, format]() -> Result<ExitCode> {
    const Rule* rule = rules::FindRule(*id);
    if (rule == nullptr) {
      std::vector<std::string_view> ids;
      for (const Rule& known : rules::Catalogue()) ids.push_back(known.id);
      return UsageError(fmt::format("There is no rule {}.{} `protowarden rules` lists them.",
                                    Quote(*id), DidYouMean(*id, ids)));
    }
    const rules::Example example = rules::ExampleOf(rule->id);
    const report::RuleExample shown{example.before, example.after};
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
