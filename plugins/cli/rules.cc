// SPDX-License-Identifier: Apache-2.0
//
// `protowarden rules`: the catalogue, as a table, as JSON or as documentation pages.
#include "analyzer/report/rule_pages.h"
#include "analyzer/report/rule_text.h"
#include "plugins/app/rule_names.h"
#include "plugins/cli/command.h"
#include "plugins/cli/output.h"

namespace protowarden::cli {
namespace {

struct Options {
  std::string format = "text";
  std::string category;
  std::string output;
};

// One page a rule and an index into the folder `directory`.
Status WritePages(const std::vector<const Rule*>& rules, const std::string& directory) {
  Status written =
      WriteOutput(report::RuleIndex(rules), (directory.empty() ? "." : directory) + "/README.md");
  for (const Rule* rule : rules) {
    if (!written.ok()) return written;
    written =
        WriteOutput(report::RulePage(*rule, app::ExampleOf(*rule)),
                    (directory.empty() ? "." : directory) + "/" + report::RulePageName(*rule));
  }
  return written;
}

Status Render(const Options& options, const std::vector<const Rule*>& rules) {
  if (options.format == "markdown") return WritePages(rules, options.output);
  if (options.format == "json") {
    return WriteOutput(report::RenderRuleListJson(rules), options.output);
  }
  const report::TextOptions text{
      .color = UseColor("auto", options.output), .width = TerminalWidth(), .verbosity = 0};
  return WriteOutput(report::RenderRuleList(rules, text), options.output);
}

}  // namespace

RunCommand SetUpRules(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.footer(
      "Examples:\n  protowarden rules\n  protowarden rules --category WIRE_JSON\n"
      "  protowarden rules --format json\n  protowarden rules --format markdown -o rules/docs");
  std::vector<std::string> names;
  for (const auto& [name, bit] : kCategories) names.emplace_back(name);
  app.add_option("--category", options->category, "Only rules of this category")
      ->check(CLI::IsMember(names));
  app.add_option("--format", options->format, "text, json, or markdown (pages into a folder)")
      ->check(CLI::IsMember({"text", "json", "markdown"}));
  app.add_option("-o,--output", options->output,
                 "Write to this file (markdown: folder) instead of standard output");
  return [options]() -> Result<ExitCode> {
    std::vector<const Rule*> rules;
    const CategorySet wanted = CategoryOf(options->category);
    for (const Rule& rule : app::AllRules()) {
      if (wanted == 0 || (rule.categories & wanted) != 0) rules.push_back(&rule);
    }
    const Status written = Render(*options, rules);
    if (!written.ok()) return written.error();
    return ExitCode::kPassed;
  };
}

}  // namespace protowarden::cli
