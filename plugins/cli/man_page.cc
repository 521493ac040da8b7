// SPDX-License-Identifier: Apache-2.0
#include "plugins/cli/man_page.h"

#include <fmt/format.h>

#include <string_view>

#include "analyzer/base/text.h"

namespace protowarden::cli {
namespace {

// A line of text: nothing in it is a request or an escape of roff.
std::string Roff(std::string_view line) {
  std::string text;
  // A dot or an apostrophe at the start would begin a request.
  if (line.starts_with('.') || line.starts_with('\'')) text = "\\&";
  for (const char c : line) {
    if (c == '\\') {
      text += "\\e";
    } else if (c == '-') {
      text += "\\-";
    } else if (c == '\'') {
      text += "\\(aq";
    } else if (c == '`') {
      text += "\\(ga";
    } else if (c == '^') {
      text += "\\(ha";
    } else if (c == '~') {
      text += "\\(ti";
    } else {
      text += c;
    }
  }
  return text;
}

// As it stands, line by line.
std::string Verbatim(std::string_view text) {
  std::string out = ".PP\n.nf\n";
  for (const std::string_view line : Split(text, '\n')) {
    // An empty line is legal between .nf and .fi only as a request.
    out += line.empty() ? std::string(".sp\n") : Roff(line) + "\n";
  }
  return out + ".fi\n";
}

std::string OptionText(const OptionModel& option) {
  std::vector<std::string> names;
  for (const std::string& name : option.names) names.push_back("\\fB" + Roff(name) + "\\fR");
  std::string text = ".TP\n" + Join(names, ", ");
  if (!option.value.empty()) {
    const std::string value = option.choices.empty() ? option.value : Join(option.choices, "|");
    text += " \\fI" + Roff(value) + "\\fR";
  }
  return text + "\n" + Roff(option.description) + "\n";
}

std::string ArgumentText(const ArgumentModel& argument) {
  return fmt::format(".TP\n\\fI{}\\fR\n{}\n", Roff(argument.name), Roff(argument.description));
}

std::string Synopsis(const CommandModel& command) {
  std::string text = " [\\fIoption\\fR ...]";
  for (const ArgumentModel& argument : command.arguments) {
    const std::string name = "\\fI" + Roff(argument.name) + "\\fR";
    text += argument.required ? " " + name : " [" + name + "]";
  }
  return text;
}

void AddCommand(const CommandModel& command, const std::string& name, std::string& out) {
  out += fmt::format(".SS {}\n\\fB{}\\fR{}\n.PP\n{}.\n", Roff(name), Roff(name), Synopsis(command),
                     Roff(command.summary));
  for (const ArgumentModel& argument : command.arguments) out += ArgumentText(argument);
  for (const OptionModel& option : command.options) out += OptionText(option);
  if (!command.footer.empty()) out += Verbatim(command.footer);
  for (const CommandModel& child : command.commands) {
    AddCommand(child, name + " " + child.name, out);
  }
}

constexpr std::string_view kTail = R"(.SH EXIT STATUS
.TP
0
Passed.
.TP
1
A finding reaches the gate.
.TP
2
Wrong usage or configuration.
.TP
3
Something could not be analysed: a file that does not parse, a failure of git.
.SH FILES
.TP
.I protowarden.toml
The configuration, found upwards from the folder that is checked.
.TP
.IR buf.yaml ", " buf.work.yaml
Read where there is no protowarden.toml.
.TP
.I .protowarden/pii\-corrections.toml
Reviewed decisions about personal data.
.SH ENVIRONMENT
.TP
.B NO_COLOR
No colours, unless asked for with \-\-color.
.TP
.B SOURCE_DATE_EPOCH
The time that reports bear.
.TP
.B PROTOWARDEN_GIT_TIMEOUT
Seconds that git may say nothing; 600 by default.
.SH SEE ALSO
.BR git (1),
.BR protoc (1)
)";

}  // namespace

std::string ManPage(const CommandModel& program, const std::string& version) {
  std::string text = fmt::format(
      ".TH PROTOWARDEN 1 \"\" \"protowarden {}\" \"User Commands\"\n"
      ".SH NAME\nprotowarden \\- finds breaking changes and personal data in Protocol Buffers "
      "schemas\n.SH SYNOPSIS\n.B protowarden\n.I command\n[\\fIoption\\fR ...] [\\fIpath\\fR "
      "...]\n.SH DESCRIPTION\n{}\n.SH OPTIONS\n",
      Roff(version), Roff(program.summary));
  for (const OptionModel& option : program.options) text += OptionText(option);
  text += ".SH COMMANDS\n";
  for (const CommandModel& command : program.commands) AddCommand(command, command.name, text);
  return text.append(kTail);
}

}  // namespace protowarden::cli
