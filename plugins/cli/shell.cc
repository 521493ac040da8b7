// SPDX-License-Identifier: Apache-2.0
//
// `protowarden completion` and `protowarden man`: the command line described for shells and
// readers.
#include <array>
#include <utility>

#include "plugins/cli/command.h"
#include "plugins/cli/command_model.h"
#include "plugins/cli/completion.h"
#include "plugins/cli/man_page.h"
#include "plugins/cli/output.h"

namespace protowarden::cli {
namespace {

constexpr const char* kExamples = R"(Examples:
  source <(protowarden completion bash)
  protowarden completion zsh > "${fpath[1]}/_protowarden"
  protowarden completion fish > ~/.config/fish/completions/protowarden.fish)";

using Writer = std::string (*)(const CommandModel&);
constexpr std::array<std::pair<const char*, Writer>, 3> kShells = {
    {{"bash", BashCompletion}, {"zsh", ZshCompletion}, {"fish", FishCompletion}}};

Result<ExitCode> Write(const std::string& text) {
  const Status written = WriteOutput(text, "");
  if (!written.ok()) return written.error();
  return ExitCode::kPassed;
}

}  // namespace

RunCommand SetUpCompletion(CLI::App& app) {
  auto shell = std::make_shared<std::string>();
  std::vector<std::string> names;
  for (const auto& [name, writer] : kShells) names.emplace_back(name);
  app.footer(kExamples);
  app.add_option("SHELL", *shell, "bash, zsh or fish")->required()->check(CLI::IsMember(names));
  return [shell, &app]() -> Result<ExitCode> {
    for (const auto& [name, writer] : kShells) {
      if (*shell == name) return Write(writer(ModelOf(*app.get_parent())));
    }
    return ExitCode::kUsage;  // CLI11 has checked the name
  };
}

RunCommand SetUpMan(CLI::App& app) {
  app.footer("Example:\n  protowarden man | man -l -");
  return [&app]() -> Result<ExitCode> {
    return Write(ManPage(ModelOf(*app.get_parent()), PROTOWARDEN_VERSION));
  };
}

}  // namespace protowarden::cli
