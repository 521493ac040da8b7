// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/did_you_mean.h"
#include "analyzer/base/text.h"
#include "plugins/cli/command.h"

namespace protowarden::cli {
namespace {

constexpr std::array<CommandRow, 15> kCommands = {{
    {"check", "Check a change: breaking changes and personal data, one gate", SetUpCheck},
    {"breaking", "Find breaking changes between two versions of a schema", SetUpBreaking},
    {"pii", "Find personal data in a schema", SetUpPii},
    {"annotate", "Write what `pii` finds into the source as annotations", SetUpAnnotate},
    {"changelog", "List every change for release notes, with the version bump", SetUpChangelog},
    {"migrate", "Write a migration guide for everybody whom a change breaks", SetUpMigrate},
    {"accept", "Let a finding pass on purpose, with a reason", SetUpAccept},
    {"baseline", "Let pass what was there when the tool was adopted", SetUpBaseline},
    {"rules", "List the rules", SetUpRules},
    {"explain", "Explain a rule: who breaks, what to do, an example", SetUpExplain},
    {"eval", "Score rules and language model on a labelled set", SetUpEval},
    {"init", "Write the configuration, the GitHub workflow and the git hook", SetUpInit},
    {"config", "List the keys of protowarden.toml", SetUpConfig},
    {"completion", "Print the completion script for a shell", SetUpCompletion},
    {"man", "Print the manual page", SetUpMan},
}};

int Finish(ExitCode code) { return static_cast<int>(code); }

int Complain(const Error& error) {
  fmt::print(stderr, "protowarden: {}\n", error.message);
  return Finish(error.kind == ErrorKind::kUsage ? ExitCode::kUsage : ExitCode::kCannotAnalyse);
}

// The argument that no option takes, and what it may have been.
std::string UnexpectedText(const CLI::App& app) {
  const std::vector<CLI::App*> chosen = app.get_subcommands();
  const CLI::App& command = chosen.empty() ? app : *chosen.front();
  // CLI11 keeps them in whatever order it met them.
  const std::vector<std::string> left = app.remaining(true);
  const auto option = std::find_if(left.begin(), left.end(),
                                   [](const std::string& item) { return item.starts_with('-'); });
  const std::string& item = option == left.end() ? left.front() : *option;
  const std::string name = item.substr(0, item.find('='));
  std::vector<std::string> known;
  for (const CLI::Option* each : command.get_options()) {
    for (const std::string& flag : each->get_lnames()) known.push_back("--" + flag);
  }
  for (const CLI::App* each : command.get_subcommands([](const CLI::App*) { return true; })) {
    known.push_back(each->get_name());
  }
  const std::vector<std::string_view> names(known.begin(), known.end());
  const std::string full =
      chosen.empty() ? std::string("protowarden") : "protowarden " + command.get_name();
  return fmt::format("`{0}` does not take {1}.{2} See `{0} --help`.", full, Quote(name),
                     DidYouMean(name, names));
}

int ComplainUsage(const CLI::App& app, const CLI::ParseError& error) {
  const bool unexpected = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError) ||
                          app.get_subcommands().empty();
  if (unexpected && !app.remaining(true).empty()) {
    return Complain(UsageError(UnexpectedText(app)));
  }
  std::string text = error.what();
  if (!text.ends_with('.')) text += '.';
  return Complain(UsageError(text + " See `protowarden --help`."));
}

int Main(int argc, char** argv) {
  CLI::App app{"Finds breaking changes in Protocol Buffers schemas before your users do."};
  app.name("protowarden");
  app.set_version_flag("--version", std::string("protowarden ") + PROTOWARDEN_VERSION);
  app.require_subcommand(1);
  std::map<const CLI::App*, RunCommand> commands;
  for (const CommandRow& row : kCommands) {
    CLI::App* command = app.add_subcommand(std::string(row.name), std::string(row.summary));
    commands[command] = row.setup(*command);
  }
  CLI::App* version = app.add_subcommand("version", "Print the version");
  commands[version] = []() -> Result<ExitCode> {
    fmt::print("protowarden {}\n", PROTOWARDEN_VERSION);
    return ExitCode::kPassed;
  };
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& success) {
    return app.exit(success);  // --help, --version
  } catch (const CLI::ParseError& error) {
    return ComplainUsage(app, error);
  }
  const Result<ExitCode> done = commands.at(app.get_subcommands().front())();
  return done.ok() ? Finish(*done) : Complain(done.error());
}

}  // namespace
}  // namespace protowarden::cli

int main(int argc, char** argv) {
  // A child or reader that goes away is noticed where we write.
  std::signal(SIGPIPE, SIG_IGN);
  try {
    const int code = protowarden::cli::Main(argc, argv);
    // Everything is written; taking large schemas apart piece by piece would only cost time.
    std::fflush(nullptr);
    std::_Exit(code);
  } catch (const std::exception& failure) {
    fmt::print(stderr, "protowarden: Internal error: {}. Please report it.\n", failure.what());
    return static_cast<int>(protowarden::ExitCode::kCannotAnalyse);
  }
}
