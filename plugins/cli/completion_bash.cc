// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "analyzer/base/text.h"
#include "plugins/cli/completion.h"

namespace protowarden::cli {
namespace {

constexpr std::string_view kHead =
    R"bash(# Completion of protowarden for bash, written by `protowarden completion bash`.

_protowarden_words() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$cur"); }
_protowarden_files() {
  compopt -o filenames
  mapfile -t COMPREPLY < <(compgen -f -- "$cur")
}
_protowarden_revisions() {
  mapfile -t COMPREPLY < <(
    compgen -W "$(git for-each-ref --format='%(refname:short)' 2>/dev/null)" -- "$cur"
    compgen -f -- "$cur"
  )
}

_protowarden() {
  local cur="${COMP_WORDS[COMP_CWORD]}" prev="${COMP_WORDS[COMP_CWORD - 1]}"
  local command=protowarden options='' commands='' i
  # bash takes --name=value apart at the sign.
  if [[ $cur == '=' ]]; then
    cur=''
  elif [[ $prev == '=' ]]; then
    prev="${COMP_WORDS[COMP_CWORD - 2]}"
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$command ${COMP_WORDS[i]}" in
)bash";

constexpr std::string_view kTail =
    R"bash(  esac
  if [[ $cur == -* ]]; then
    _protowarden_words "$options"
  elif [[ $command == protowarden ]]; then
    _protowarden_words "$commands"
  else
    _protowarden_files
    mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -W "$commands" -- "$cur")
  fi
}
complete -F _protowarden protowarden
)bash";

// Calls visit(command, its full name) for every command, parents first.
void ForEachCommand(const CommandModel& command, const std::string& name, const auto& visit) {
  visit(command, name);
  for (const CommandModel& child : command.commands) {
    ForEachCommand(child, name + " " + child.name, visit);
  }
}

std::string Completer(const OptionModel& option) {
  if (!option.choices.empty()) {
    return "_protowarden_words " + ShellWord(Join(option.choices, " "));
  }
  return option.value == kSpecValue ? "_protowarden_revisions" : "_protowarden_files";
}

// The branches of `case "$command $prev"`: values of options.
std::string ValueBranches(const CommandModel& command, const std::string& full_name) {
  std::string text;
  for (const OptionModel& option : command.options) {
    if (option.value.empty()) continue;
    std::vector<std::string> patterns;
    for (const std::string& name : option.names)
      patterns.push_back(ShellWord(full_name + " " + name));
    text += fmt::format("    {}) {}; return ;;\n", Join(patterns, " | "), Completer(option));
  }
  return text;
}

std::string OptionNames(const CommandModel& command) {
  std::vector<std::string> names;
  for (const OptionModel& option : command.options) {
    names.insert(names.end(), option.names.begin(), option.names.end());
  }
  return Join(names, " ");
}

std::string CommandNames(const CommandModel& command) {
  std::vector<std::string> names;
  for (const CommandModel& child : command.commands) names.push_back(child.name);
  return Join(names, " ");
}

}  // namespace

std::string ShellWord(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::string BashCompletion(const CommandModel& program) {
  std::string commands;
  std::string values;
  std::string words;
  ForEachCommand(program, program.name, [&](const CommandModel& command, const std::string& name) {
    for (const CommandModel& child : command.commands) {
      commands += fmt::format("      {})\n", ShellWord(name + " " + child.name));
      commands += "        command+=\" ${COMP_WORDS[i]}\" ;;\n";
    }
    values += ValueBranches(command, name);
    words += fmt::format("    {})\n      options={}\n      commands={} ;;\n", ShellWord(name),
                         ShellWord(OptionNames(command)), ShellWord(CommandNames(command)));
  });
  return fmt::format(
      "{}{}    esac\n  done\n  case \"$command $prev\" in\n{}  esac\n  case \"$command\" in\n{}{}",
      kHead, commands, values, words, kTail);
}

}  // namespace protowarden::cli
