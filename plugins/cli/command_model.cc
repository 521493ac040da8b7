// SPDX-License-Identifier: Apache-2.0
#include "plugins/cli/command_model.h"

#include <string_view>

#include "analyzer/base/text.h"

namespace protowarden::cli {
namespace {

// CLI11 writes the type of a checked value as "TEXT:{json,text}".
std::vector<std::string> ChoicesOf(std::string_view type) {
  const size_t open = type.find('{');
  const size_t close = type.rfind('}');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) return {};
  std::vector<std::string> choices;
  for (const std::string_view choice : Split(type.substr(open + 1, close - open - 1), ',')) {
    choices.emplace_back(choice);
  }
  return choices;
}

// "TEXT" of "TEXT:{json,text}" and "INT in [1 - 8]"; all of "FORMAT[:FILE]".
std::string ValueOf(const std::string& type) {
  const size_t end = type.find_first_of(": {");
  const bool own_colon = end != std::string::npos && end > 0 && type[end - 1] == '[';
  return type.substr(0, own_colon ? type.find(']', end) + 1 : end);
}

OptionModel ModelOf(const CLI::Option& option) {
  OptionModel model;
  for (const std::string& name : option.get_snames()) model.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) model.names.push_back("--" + name);
  model.description = option.get_description();
  if (option.get_items_expected_max() == 0) return model;
  const std::string type = option.get_type_name();
  model.choices = ChoicesOf(type);
  model.value = ValueOf(type);
  if (model.value.empty()) model.value = "VALUE";
  return model;
}

}  // namespace

CommandModel ModelOf(const CLI::App& app) {
  CommandModel model;
  model.name = app.get_name();
  model.summary = app.get_description();
  model.footer = app.get_footer();
  const auto shown = [](const CLI::Option* option) { return !option->get_group().empty(); };
  for (const CLI::Option* option : app.get_options(shown)) {
    if (option->get_positional()) {
      model.arguments.push_back({option->get_name(/*positional=*/true), option->get_description(),
                                 option->get_required()});
    } else {
      model.options.push_back(ModelOf(*option));
    }
  }
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    model.commands.push_back(ModelOf(*command));
  }
  return model;
}

}  // namespace protowarden::cli
