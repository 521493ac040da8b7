// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "analyzer/base/text.h"
#include "plugins/cli/completion.h"

namespace protowarden::cli {
namespace {

constexpr std::string_view kHead =
    R"(# Completion of protowarden for fish, written by `protowarden completion fish`.

# True when the words before the cursor begin with these commands, options left aside.
function __protowarden_in
    set -l words (commandline -opc)
    set -e words[1]
    for command in $argv
        while set -q words[1]; and string match -q -- '-*' $words[1]
            set -e words[1]
        end
        set -q words[1]; and test $words[1] = $command; or return 1
        set -e words[1]
    end
end

# True before any command was given.
function __protowarden_first
    for word in (commandline -opc)[2..]
        string match -q -- '-*' $word; or return 1
    end
end

function __protowarden_revisions
    git for-each-ref --format='%(refname:short)' 2>/dev/null
    __fish_complete_path (commandline -ct)
end

)";

// fish knows \\ and \' between single quotes.
std::string Word(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') quoted += '\\';
    quoted += c == '\n' ? ' ' : c;
  }
  return quoted + "'";
}

// The part of an option that names it.
std::string Names(const OptionModel& option) {
  std::string text;
  for (const std::string& name : option.names) {
    text += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  }
  return text;
}

std::string Values(const OptionModel& option) {
  if (option.value.empty()) return "";
  if (!option.choices.empty()) return " -x -a " + Word(Join(option.choices, " "));
  return option.value == kSpecValue ? " -x -a '(__protowarden_revisions)'" : " -r -F";
}

void AddCommand(const CommandModel& command, const std::string& path, std::string& out) {
  const std::string inside = path.empty() ? "__protowarden_first" : "__protowarden_in" + path;
  for (const OptionModel& option : command.options) {
    out += fmt::format("complete -c protowarden -n {}{}{} -d {}\n", Word(inside), Names(option),
                       Values(option), Word(option.description));
  }
  for (const CommandModel& child : command.commands) {
    out += fmt::format("complete -c protowarden -n {}{} -a {} -d {}\n", Word(inside),
                       path.empty() ? " -f" : "", child.name, Word(child.summary));
    AddCommand(child, path + " " + child.name, out);
  }
}

}  // namespace

std::string FishCompletion(const CommandModel& program) {
  std::string text(kHead);
  AddCommand(program, "", text);
  return text;
}

}  // namespace protowarden::cli
