// SPDX-License-Identifier: Apache-2.0
//
// `protowarden init`: writes a protowarden.toml, taking over an existing buf.yaml.
#include <fmt/format.h>

#include "analyzer/base/text.h"
#include "analyzer/config/config.h"
#include "analyzer/io/tree_support.h"
#include "plugins/cli/command.h"
#include "plugins/cli/output.h"

namespace protowarden::cli {
namespace {

std::string TomlList(const std::vector<std::string>& items) {
  std::vector<std::string> quoted;
  quoted.reserve(items.size());
  for (const std::string& item : items) quoted.push_back(Quote(item));
  return "[" + Join(quoted, ", ") + "]";
}

std::string Render(const config::Config& config) {
  const PolicySpec& policy = config.policy;
  const std::vector<std::string> use =
      policy.use.empty() ? std::vector<std::string>{"FILE"} : policy.use;
  std::string text = fmt::format(
      "# Configuration of protowarden. `protowarden config` lists every key.\n\n"
      "# Findings of at least this severity fail the gate; [gate.category] and [gate.rule] say "
      "otherwise for some.\n"
      "[gate]\n"
      "fail_on = \"LOW\"\n\n"
      "[breaking]\n"
      "# Categories (FILE, PACKAGE, WIRE_JSON, WIRE) and rule ids; `protowarden rules` lists "
      "them.\n"
      "use = {}\n"
      "except = {}\n"
      "# Files, folders or globs whose findings are ignored.\n"
      "ignore = {}\n"
      "ignore_unstable_packages = {}\n",
      TomlList(use), TomlList(policy.except), TomlList(policy.ignore),
      policy.ignore_unstable_packages);
  if (!policy.ignore_only.empty()) {
    text += "\n[breaking.ignore_only]\n";
    for (const auto& [rule, paths] : policy.ignore_only) {
      text += fmt::format("{} = {}\n", rule, TomlList(paths));
    }
  }
  return text;
}

}  // namespace

RunCommand SetUpInit(CLI::App& app) {
  app.footer(
      "Example:\n  protowarden init    # takes the `breaking` section of an existing buf.yaml");
  return []() -> Result<ExitCode> {
    config::Config config;
    const Result<std::string> buf = io::ReadFile("buf.yaml");
    if (buf.ok()) {
      auto parsed = config::ParseBufYaml(*buf, "buf.yaml", "");
      if (!parsed.ok()) return parsed.error();
      config = std::move(parsed).value();
    }
    const Status written = WriteOutput(Render(config), "protowarden.toml", false);
    if (!written.ok()) return written.error();
    const std::string told =
        buf.ok()
            ? "Wrote protowarden.toml with the `breaking` section of buf.yaml; module roots are "
              "still read from buf.yaml.\n"
            : "Wrote protowarden.toml.\n";
    const Status said = WriteOutput(told, "");
    if (!said.ok()) return said.error();
    return ExitCode::kPassed;
  };
}

}  // namespace protowarden::cli
