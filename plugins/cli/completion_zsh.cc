// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "analyzer/base/text.h"
#include "plugins/cli/completion.h"

namespace protowarden::cli {
namespace {

// Inside the brackets and messages of an _arguments specification.
std::string Escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') escaped += '\\';
    escaped += c == '\n' ? ' ' : c;
  }
  return escaped;
}

std::string Action(const OptionModel& option) {
  if (!option.choices.empty()) return "(" + Join(option.choices, " ") + ")";
  return option.value == kSpecValue ? "_protowarden_revisions" : "_files";
}

std::string FunctionOf(std::string full_name) {
  std::replace(full_name.begin(), full_name.end(), ' ', '_');
  std::replace(full_name.begin(), full_name.end(), '-', '_');
  return "_" + full_name;
}

// Specifications of _arguments, one a line.
std::string OptionLines(const CommandModel& command) {
  std::string text;
  for (const OptionModel& option : command.options) {
    for (const std::string& name : option.names) {
      std::string spec = "*" + name;
      const bool flag = option.value.empty();
      if (!flag) spec += name.starts_with("--") ? "=" : "+";
      spec += "[" + Escaped(option.description) + "]";
      if (!flag) spec += ":" + Escaped(option.value) + ":" + Action(option);
      text += fmt::format("    {} \\\n", ShellWord(spec));
    }
  }
  return text;
}

void AddFunction(const CommandModel& command, const std::string& full_name, std::string& out) {
  const std::string function = FunctionOf(full_name);
  out += fmt::format("{}() {{\n", function);
  if (command.commands.empty()) {
    const std::string argument =
        command.arguments.empty() ? "ARGUMENT" : command.arguments.front().name;
    out += fmt::format("  _arguments -s \\\n{}    {}\n}}\n\n", OptionLines(command),
                       ShellWord("*:" + Escaped(argument) + ":_files"));
    return;
  }
  out += fmt::format(
      "  local context state state_descr line\n  typeset -A opt_args\n"
      "  _arguments -C -s \\\n{}    '1: :->command' '*:: :->rest'\n"
      "  case $state in\n    command)\n      local -a commands=(\n",
      OptionLines(command));
  for (const CommandModel& child : command.commands) {
    out += fmt::format("        {}\n", ShellWord(child.name + ":" + Escaped(child.summary)));
  }
  out += "      )\n      _describe command commands\n";
  if (!command.arguments.empty()) out += "      _files\n";
  out += "      ;;\n    rest)\n      case $line[1] in\n";
  for (const CommandModel& child : command.commands) {
    out += fmt::format("        {}) {} ;;\n", child.name, FunctionOf(full_name + " " + child.name));
  }
  out += "        *) _files ;;\n      esac\n      ;;\n  esac\n}\n\n";
  for (const CommandModel& child : command.commands) {
    AddFunction(child, full_name + " " + child.name, out);
  }
}

}  // namespace

std::string ZshCompletion(const CommandModel& program) {
  std::string text =
      "#compdef protowarden\n"
      "# Completion of protowarden for zsh, written by `protowarden completion zsh`.\n\n"
      "_protowarden_revisions() {\n"
      "  local -a revisions=(${(f)\"$(git for-each-ref --format='%(refname:short)' "
      "2>/dev/null)\"})\n"
      "  compadd -a revisions\n  _files\n}\n\n";
  AddFunction(program, program.name, text);
  // Read through fpath the file is the function itself; sourced it has to be registered.
  return text +
         "if [[ $funcstack[1] == _protowarden ]]; then\n  _protowarden \"$@\"\nelse\n"
         "  compdef _protowarden protowarden\nfi\n";
}

}  // namespace protowarden::cli
