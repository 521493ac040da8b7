// SPDX-License-Identifier: Apache-2.0
//
// `protowarden init`: writes the configuration, the workflow and the git hook for a repository.
#include <fmt/format.h>

#include <filesystem>
#include <optional>

#include "analyzer/base/text.h"
#include "analyzer/io/tree_support.h"
#include "plugins/cli/command.h"
#include "plugins/cli/init_facts.h"
#include "plugins/cli/init_texts.h"
#include "plugins/cli/output.h"

namespace protowarden::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kExamples = R"(Examples:
  protowarden init              protowarden.toml, and on GitHub the workflow
  protowarden init --hook       the git hook of this clone: what is staged is checked
  protowarden init --config --workflow --hook --dry-run

protowarden.toml takes over the settings of buf.yaml. The workflow is part of the default where there
is a .github folder or `origin` is on GitHub. Nothing is overwritten without --force, and a hook
that somebody else wrote not at all.)";

struct Options {
  bool config = false;
  bool workflow = false;
  bool hook = false;
  bool dry_run = false;
  bool force = false;
};

struct PlannedFile {
  std::string path;  // as shown
  std::string text;
  bool executable = false;
  bool unchanged = false;  // it holds the text already
};

// The text of a file; nullopt when there is none.
Result<std::optional<std::string>> ReadExisting(const std::string& path) {
  std::error_code failure;
  if (!fs::exists(fs::symlink_status(path, failure))) return std::optional<std::string>();
  const Result<std::string> text = io::ReadFile(path);
  if (!text.ok()) return text.error();
  return std::optional<std::string>(*text);
}

class Initializer {
 public:
  Initializer(const Options& options, InitFacts facts)
      : options_(options), facts_(std::move(facts)) {}

  Result<ExitCode> Run() {
    for (const auto plan :
         {&Initializer::PlanConfig, &Initializer::PlanWorkflow, &Initializer::PlanHook}) {
      const Status planned = (this->*plan)();
      if (!planned.ok()) return planned.error();
    }
    const Status done = options_.dry_run ? Show() : WriteAll();
    if (!done.ok()) return done.error();
    return ExitCode::kPassed;
  }

 private:
  // Without a choice the files that belong into version control.
  [[nodiscard]] bool Chosen() const {
    return options_.config || options_.workflow || options_.hook;
  }

  Status PlanConfig() {
    if (Chosen() && !options_.config) return Ok();
    return Plan("protowarden.toml", ConfigText(facts_));
  }

  Status PlanWorkflow() {
    if (Chosen() ? !options_.workflow : !facts_.on_github) return Ok();
    const Status found = NeedRepository("--workflow");
    if (!found.ok()) return found;
    return Plan(ShownPath(fs::path(facts_.top_level) / ".github/workflows/protowarden.yml"),
                WorkflowText(facts_));
  }

  Status PlanHook() {
    if (!options_.hook) return Ok();
    const Status found = NeedRepository("--hook");
    if (!found.ok()) return found;
    if (facts_.hooks_are_shared) {
      return UsageError(fmt::format(
          "core.hooksPath is {}, outside of this repository: a hook there would run in others too. "
          "Set core.hooksPath for this repository, or add to the hook there: {}",
          Quote(facts_.hooks_folder), Printable(HookCommand(facts_))));
    }
    const std::string path = ShownPath(fs::path(facts_.hooks_folder) / "pre-commit");
    const auto existing = ReadExisting(path);
    if (!existing.ok()) return existing.error();
    if (existing->has_value() && !IsOurHook(**existing)) {
      return UsageError(fmt::format(
          "{} is a hook that protowarden did not write; it is left alone. Add to it: {} (with "
          "https://pre-commit.com, add the hook `protowarden` to .pre-commit-config.yaml).",
          Printable(path), Printable(HookCommand(facts_))));
    }
    const Status planned = Plan(path, HookText(facts_));
    if (planned.ok()) files_.back().executable = true;
    return planned;
  }

  [[nodiscard]] Status NeedRepository(std::string_view option) const {
    if (!facts_.top_level.empty()) return Ok();
    return UsageError(
        fmt::format("{} needs a git repository with a working tree, and there is none here. Run "
                    "`git init` first.",
                    option));
  }

  static std::string ShownPath(const fs::path& path) { return io::ShowPath(path, path.string()); }

  Status Plan(const std::string& path, std::string text) {
    const auto existing = ReadExisting(path);
    if (!existing.ok()) return existing.error();
    const bool unchanged = existing->has_value() && **existing == text;
    if (existing->has_value() && !unchanged && !options_.force) {
      return UsageError(
          fmt::format("{} exists already. --force replaces it, --dry-run shows what "
                      "would be written.",
                      Printable(path)));
    }
    files_.push_back({path, std::move(text), false, unchanged});
    return Ok();
  }

  [[nodiscard]] Status Show() const {
    std::string out;
    for (const PlannedFile& file : files_) {
      out += fmt::format("==> {}{} <==\n{}\n", Printable(file.path),
                         file.unchanged ? " (unchanged)" : "", file.text);
    }
    return WriteOutput(out, "");
  }

  // All plans are checked before the first file is written.
  [[nodiscard]] Status WriteAll() const {
    std::string told;
    for (const PlannedFile& file : files_) {
      if (file.unchanged) {
        told += fmt::format("{} is up to date.\n", Printable(file.path));
        continue;
      }
      const Status written = Write(file);
      if (!written.ok()) return written;
      told += fmt::format("Wrote {}.\n", Printable(file.path));
    }
    return WriteOutput(told + Advice(), "");
  }

  [[nodiscard]] Status Write(const PlannedFile& file) const {
    Status written = MakeFolderOf(file.path);
    if (written.ok()) written = WriteOutput(file.text, file.path, options_.force);
    if (!written.ok() || !file.executable) return written;
    std::error_code failure;
    fs::permissions(file.path, fs::perms(0755), failure);
    if (!failure) return Ok();
    return AnalysisError(fmt::format("{} could not be made executable: {}.", Printable(file.path),
                                     failure.message()));
  }

  [[nodiscard]] std::string Advice() const {
    std::string text;
    if ((!Chosen() || options_.config) && facts_.buf.has_value()) {
      text += fmt::format(
          "The settings are those of `breaking` in {}; module roots are still read "
          "from there.\n",
          Printable(facts_.buf->origin));
      for (const std::string& module : facts_.own_settings) {
        text += fmt::format(
            "note: the module {} has settings of its own there, which one "
            "protowarden.toml cannot hold.\n",
            Quote(module));
      }
    }
    if (!Chosen() && !facts_.top_level.empty()) {
      text += "`protowarden init --hook` checks every commit of this clone.\n";
    }
    return text;
  }

  const Options& options_;
  InitFacts facts_;
  std::vector<PlannedFile> files_;
};

}  // namespace

RunCommand SetUpInit(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.footer(kExamples);
  app.add_flag("--config", options->config, "Write protowarden.toml");
  app.add_flag("--workflow", options->workflow, "Write .github/workflows/protowarden.yml");
  app.add_flag("--hook", options->hook, "Write the git hook pre-commit");
  app.add_flag("--dry-run", options->dry_run, "Show what would be written and where");
  app.add_flag("--force", options->force, "Replace files that exist");
  return [options]() -> Result<ExitCode> {
    auto facts = FindFacts();
    if (!facts.ok()) return facts.error();
    return Initializer(*options, std::move(facts).value()).Run();
  };
}

}  // namespace protowarden::cli
