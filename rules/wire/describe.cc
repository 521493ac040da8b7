// SPDX-License-Identifier: Apache-2.0
#include "rules/wire/describe.h"

#include <fmt/format.h>

#include "analyzer/base/text.h"

namespace protowarden::rules {
namespace {

using schema::Field;

std::string Describe(const Field& field, const std::string& with_name) {
  const std::string& message = field.IsExtension() ? field.extendee : field.parent->name;
  return fmt::format("{} \"{}\"{} on message {}", field.IsExtension() ? "Extension" : "Field",
                     field.number, with_name, Quote(message));
}

}  // namespace

std::string DescribeField(const Field& field) {
  return Describe(field,
                  " with name " + Quote(field.IsExtension() ? field.FullName() : field.name));
}

std::string DescribeFieldNumber(const Field& field) { return Describe(field, ""); }

std::string QuoteAll(const std::vector<std::string>& names) {
  std::vector<std::string> quoted;
  quoted.reserve(names.size());
  for (const std::string& name : names) quoted.push_back(Quote(name));
  return Join(quoted, ", ");
}

std::vector<std::string> MoveNotes(const std::optional<compare::Move>& move) {
  if (!move.has_value()) return {};
  if (move->how == compare::Move::How::kOtherFile) {
    return {
        fmt::format("It moved to {}. The wire format does not notice; code generated per file "
                    "does.",
                    move->to_file)};
  }
  return {
      fmt::format("{} in {} has the same structure: this looks like a rename. Encoded messages "
                  "stay readable; the type's name in generated code, Any and JSON does not.",
                  move->to_name, move->to_file)};
}

const schema::Message* EnclosingMessage(const schema::File& file, const std::string& nested_name) {
  const schema::Message* enclosing = nullptr;
  const std::vector<schema::Message>* level = &file.messages;
  size_t start = 0;
  for (size_t dot = nested_name.find('.'); dot != std::string::npos;
       dot = nested_name.find('.', start)) {
    const std::string_view part = std::string_view(nested_name).substr(start, dot - start);
    const schema::Message* found = nullptr;
    for (const schema::Message& message : *level) {
      if (message.name == part) found = &message;
    }
    if (found == nullptr) break;
    enclosing = found;
    level = &found->messages;
    start = dot + 1;
  }
  return enclosing;
}

}  // namespace protowarden::rules
