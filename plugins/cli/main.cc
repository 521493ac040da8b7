// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <map>

#include "analyzer/base/did_you_mean.h"
#include "plugins/cli/command.h"

namespace protowarden::cli {
namespace {

constexpr std::array<CommandRow, 14> kCommands = {{
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

// CLI11 says "The following argument was not expected: x"; add what it may have been.
int ComplainUsage(const CLI::App& app, const CLI::ParseError& error, int argc, char** argv) {
  std::string hint;
  if (argc > 1 && app.get_subcommands().empty()) {
    std::vector<std::string_view> names;
    for (const CommandRow& row : kCommands) names.push_back(row.name);
    hint = DidYouMean(argv[1], names);
  }
  return Complain(UsageError(fmt::format("{}{} See `protowarden --help`.", error.what(), hint)));
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
    return ComplainUsage(app, error, argc, argv);
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
