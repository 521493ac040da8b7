// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/annotations.h"

#include <array>
#include <charconv>

#include "analyzer/base/text.h"

namespace protowarden::rules::pii {
namespace {

using schema::Option;

// The last component of an enum value's name: other organisations write `SENSITIVITY_HIGH`.
std::string_view LastWord(std::string_view text) {
  const size_t underscore = text.rfind('_');
  return underscore == std::string_view::npos ? text : text.substr(underscore + 1);
}

// The option of that name, else the one whose name begins it and that holds the rest.
const Option* Locate(const schema::OptionSet& options, std::string_view name) {
  if (options.empty()) return nullptr;
  if (const Option* whole = options.Find({name})) return whole;
  for (size_t dot = name.rfind('.'); dot != std::string_view::npos && dot > 0;
       dot = name.rfind('.', dot - 1)) {
    const Option* option = options.Find({name.substr(0, dot)});
    if (option == nullptr) continue;
    for (const std::string_view part : Split(name.substr(dot + 1), '.')) {
      if (option != nullptr) option = option->Child(part);
    }
    return option;
  }
  return nullptr;
}

std::optional<Sensitivity> LevelOf(const Option& option, const OptionNames& names) {
  const auto own = names.levels.find(option.text);
  if (own != names.levels.end()) return own->second;
  if (option.kind == Option::Kind::kInteger) {
    int number = 0;
    const char* end = option.text.data() + option.text.size();
    if (std::from_chars(option.text.data(), end, number).ptr != end) return std::nullopt;
    return number >= 1 && number <= 4 ? std::optional(static_cast<Sensitivity>(number))
                                      : std::nullopt;
  }
  if (const auto level = ParseSensitivity(option.text)) return level;
  return ParseSensitivity(LastWord(option.text));
}

void AppendTypes(const Option* option, const OptionNames& names, std::vector<std::string>& types) {
  if (option == nullptr) return;
  const auto append = [&](const std::string& text) {
    const auto own = names.type_names.find(text);
    types.push_back(own == names.type_names.end() ? text : own->second);
  };
  if (option->IsScalar()) {
    append(option->text);
    return;
  }
  for (const Option& item : option->children) {
    if (item.IsScalar()) append(item.text);
  }
}

}  // namespace

std::optional<Sensitivity> ReadLevel(const schema::OptionSet& options, const std::string& name,
                                     const OptionNames& names) {
  const Option* option = Locate(options, name);
  return option == nullptr || !option->IsScalar() ? std::nullopt : LevelOf(*option, names);
}

std::optional<bool> ReadFlag(const schema::OptionSet& options, const std::string& name) {
  const Option* option = Locate(options, name);
  if (option == nullptr || !option->IsScalar()) return std::nullopt;
  return option->text == "true" || option->text == "1";
}

FieldAnnotation ReadAnnotation(const schema::Field& field, const OptionNames& names) {
  FieldAnnotation annotation;
  if (field.options.empty()) return annotation;
  annotation.level = ReadLevel(field.options, names.sensitivity, names);
  AppendTypes(Locate(field.options, names.type), names, annotation.types);
  AppendTypes(Locate(field.options, names.types), names, annotation.types);
  return annotation;
}

}  // namespace protowarden::rules::pii
