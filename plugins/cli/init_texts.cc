// SPDX-License-Identifier: Apache-2.0
#include "plugins/cli/init_texts.h"

#include <fmt/format.h>

#include <vector>

#include "analyzer/base/text.h"
#include "plugins/cli/completion.h"

namespace protowarden::cli {
namespace {

constexpr std::string_view kHookMark = "# Written by `protowarden init --hook`.";

std::string TomlList(const std::vector<std::string>& items) {
  std::vector<std::string> quoted;
  quoted.reserve(items.size());
  for (const std::string& item : items) quoted.push_back(Quote(item));
  return "[" + Join(quoted, ", ") + "]";
}

// Where import paths start.
std::string RootsText(const InitFacts& facts) {
  if (facts.buf.has_value()) {
    return fmt::format("# Import paths start where {} says.\n\n", Printable(facts.buf->origin));
  }
  if (facts.roots.empty()) {
    return "# Folders that import paths start from are inferred. To name them, and to leave out "
           "files\n# elsewhere:\n# [[modules]]\n# path = \"proto\"\n\n";
  }
  std::string text =
      "# Import paths start from these folders, as packages tell. They are inferred; listing them\n"
      "# leaves out files elsewhere.\n";
  for (const std::string& root : facts.roots) {
    text += fmt::format("# [[modules]]\n# path = {}\n", Quote(root.empty() ? "." : root));
  }
  return text + "\n";
}

// For a single-quoted word of YAML.
std::string YamlQuote(std::string_view text) {
  std::string quoted = "'";
  for (const char c : Printable(text)) quoted += c == '\'' ? std::string("''") : std::string(1, c);
  return quoted + "'";
}

}  // namespace

std::string ConfigText(const InitFacts& facts) {
  const PolicySpec policy = facts.buf.has_value() ? facts.buf->policy : PolicySpec{};
  const std::vector<std::string> use =
      policy.use.empty() ? std::vector<std::string>{"FILE"} : policy.use;
  std::string text =
      "# Configuration of protowarden. `protowarden config` lists every key.\n"
      "# Changes are compared with the merge base with ";
  text += facts.default_branch.empty()
              ? "the default branch"
              : fmt::format("`{}`, the default branch", Printable(facts.default_branch));
  text += "; --against names another.\n\n" + RootsText(facts);
  text += fmt::format(
      "[gate]\n"
      "# Findings of at least this severity fail the gate: LOW, MEDIUM, HIGH, CRITICAL or never.\n"
      "fail_on = \"LOW\"\n"
      "# What holds for some of them instead; rules win over categories.\n"
      "# category = {{ PII = \"MEDIUM\" }}  # default HIGH for SEMANTIC and PII\n"
      "# rule = {{ FIELD_SAME_JSTYPE = \"never\" }}\n"
      "# \"shadow\" says what would fail, but passes.\n"
      "# mode = \"enforce\"\n\n"
      "[breaking]\n"
      "# Categories (FILE, PACKAGE, WIRE_JSON, WIRE) and rule ids; `protowarden rules` lists "
      "them.\n"
      "use = {}\n"
      "except = {}\n"
      "# Files, folders or globs whose findings are ignored.\n"
      "ignore = {}\n"
      "# Packages like foo.v1beta1.\n"
      "ignore_unstable_packages = {}\n",
      TomlList(use), TomlList(policy.except), TomlList(policy.ignore),
      policy.ignore_unstable_packages);
  if (!policy.ignore_only.empty()) {
    text += "\n# By rule or category.\n[breaking.ignore_only]\n";
    for (const auto& [rule, paths] : policy.ignore_only) {
      text += fmt::format("{} = {}\n", rule, TomlList(paths));
    }
  }
  return text;
}

std::string WorkflowText(const InitFacts& facts) {
  std::string text = fmt::format(
      R"(# Checks every change of the Protocol Buffers schemas. Written by `protowarden init`.
name: protowarden

on:
  pull_request:
    # A label can accept a finding, so that labels count as changes.
    types: [opened, synchronize, reopened, labeled, unlabeled]
  push:
    branches: [{}]
  merge_group:

permissions:
  contents: read
  pull-requests: write # for the comment on the pull request

concurrency:
  group: ${{{{ github.workflow }}}}-${{{{ github.event.pull_request.number || github.sha }}}}
  cancel-in-progress: true

jobs:
  protowarden:
    runs-on: ubuntu-latest
    timeout-minutes: 20
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0 # the merge base is what a change is compared with
      - uses: {}/action@v{}
)",
      YamlQuote(facts.default_branch), PROTOWARDEN_REPOSITORY, PROTOWARDEN_VERSION);
  if (!facts.folder.empty()) {
    text +=
        fmt::format("        with:\n          working-directory: {}\n", YamlQuote(facts.folder));
  }
  return text;
}

std::string HookCommand(const InitFacts& facts) {
  const std::string path = facts.folder.empty() ? "" : ShellWord(facts.folder) + " ";
  return "protowarden check " + path + "--staged --skip PII";
}

std::string HookText(const InitFacts& facts) {
  return fmt::format(R"(#!/bin/sh
{}
#
# Checks what is about to be committed (the index, not the working tree) for breaking changes: of the
# wire format, JSON, generated code and the API's contract. It reads what changed and what that
# affects. Personal data is left out, because judging it needs the whole schema: `protowarden check`
# does. To commit without the check once: git commit --no-verify
if ! command -v protowarden >/dev/null 2>&1; then
  echo "protowarden was not found in PATH. Install it, or remove the hook $0." >&2
  exit 1
fi
exec {}
)",
                     kHookMark, HookCommand(facts));
}

bool IsOurHook(std::string_view text) { return text.find(kHookMark) != std::string_view::npos; }

}  // namespace protowarden::cli
