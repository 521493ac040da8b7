// SPDX-License-Identifier: Apache-2.0
//
// The commands and options of the command line as data, read from their definitions: completions
// and the manual page cannot go stale.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace protowarden::cli {

struct OptionModel {
  std::vector<std::string> names;    // with their dashes, short ones first
  std::string value;                 // what the value is called ("TEXT", "SPEC"); empty for a flag
  std::vector<std::string> choices;  // the values there are; empty for any
  std::string description;
};

struct ArgumentModel {
  std::string name;
  std::string description;
  bool required = false;
};

struct CommandModel {
  std::string name;  // of the program at the top
  std::string summary;
  std::vector<OptionModel> options;
  std::vector<ArgumentModel> arguments;
  std::vector<CommandModel> commands;
  std::string footer;  // examples and exit codes
};

// A value called so is what --against takes: a git revision, a folder or an image.
inline constexpr const char* kSpecValue = "SPEC";

[[nodiscard]] CommandModel ModelOf(const CLI::App& app);

}  // namespace protowarden::cli
