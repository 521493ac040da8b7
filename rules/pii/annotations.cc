// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/annotations.h"

#include <array>
#include <charconv>

namespace protowarden::rules::pii {
namespace {

using schema::Option;

// The last component of an enum value's name: other organisations write `SENSITIVITY_HIGH`.
std::string_view LastWord(std::string_view text) {
  const size_t underscore = text.rfind('_');
  return underscore == std::string_view::npos ? text : text.substr(underscore + 1);
}

std::optional<Sensitivity> LevelOf(const Option& option) {
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

void AppendTypes(const Option* option, std::vector<std::string>& types) {
  if (option == nullptr) return;
  if (option->IsScalar()) {
    types.push_back(option->text);
    return;
  }
  for (const Option& item : option->children) {
    if (item.IsScalar()) types.push_back(item.text);
  }
}

}  // namespace

std::optional<Sensitivity> ReadLevel(const schema::OptionSet& options, const std::string& name) {
  const Option* option = options.Find({name});
  return option == nullptr || !option->IsScalar() ? std::nullopt : LevelOf(*option);
}

std::optional<bool> ReadFlag(const schema::OptionSet& options, const std::string& name) {
  const Option* option = options.Find({name});
  if (option == nullptr || !option->IsScalar()) return std::nullopt;
  return option->text == "true" || option->text == "1";
}

FieldAnnotation ReadAnnotation(const schema::Field& field, const OptionNames& names) {
  FieldAnnotation annotation;
  if (field.options.empty()) return annotation;
  annotation.level = ReadLevel(field.options, names.sensitivity);
  AppendTypes(field.options.Find({names.type}), annotation.types);
  AppendTypes(field.options.Find({names.types}), annotation.types);
  return annotation;
}

}  // namespace protowarden::rules::pii
