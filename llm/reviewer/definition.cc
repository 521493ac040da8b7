// SPDX-License-Identifier: Apache-2.0
#include "llm/reviewer/definition.h"

#include <fmt/format.h>

#include "analyzer/base/text.h"
#include "analyzer/schema/type_text.h"
#include "llm/clean_text.h"

namespace protowarden::llm {
namespace {

using schema::Option;

constexpr size_t kMaxOptionText = 500;
constexpr int kMaxOptionDepth = 8;

std::string OptionValue(const Option& option, int depth) {
  if (depth > kMaxOptionDepth) return "...";
  const auto list = [&](bool named) {
    std::vector<std::string> parts;
    for (const Option& child : option.children) {
      const std::string value = OptionValue(child, depth + 1);
      parts.push_back(named ? fmt::format("{}: {}", child.name, value) : value);
    }
    return Join(parts, ", ");
  };
  switch (option.kind) {
    case Option::Kind::kString:
      return Quote(option.text.substr(0, kMaxOptionText));
    case Option::Kind::kMessage:
      return fmt::format("{{ {} }}", list(true));
    case Option::Kind::kList:
      return fmt::format("[{}]", list(false));
    case Option::Kind::kUnknown:
      return "?";
    default:
      return option.text.substr(0, kMaxOptionText);
  }
}

std::string OptionName(const Option& option) {
  return option.is_extension ? fmt::format("({})", option.name) : option.name;
}

std::string CommentLines(const schema::Comments& comments, std::string_view indent) {
  std::string lines;
  for (const std::string* comment : {&comments.leading, &comments.trailing}) {
    const std::string clean = CleanText(*comment, kMaxComment);
    if (Trim(clean).empty()) continue;
    for (const std::string_view line : Split(Trim(clean), '\n')) {
      lines += fmt::format("{}// {}\n", indent, Trim(line));
    }
  }
  return lines;
}

// " [deprecated = true, (x) = 1]" or nothing.
std::string InBrackets(const schema::Element& element, std::vector<std::string> parts) {
  for (const Option& option : element.options.nodes()) {
    parts.push_back(fmt::format("{} = {}", OptionName(option), OptionValue(option, 0)));
  }
  return parts.empty() ? std::string() : fmt::format(" [{}]", Join(parts, ", "));
}

std::string Statements(const schema::Element& element, std::string_view indent) {
  std::string lines;
  for (const Option& option : element.options.nodes()) {
    lines += fmt::format("{}option {} = {};\n", indent, OptionName(option), OptionValue(option, 0));
  }
  return lines;
}

std::string FieldLine(const schema::Field& field, std::string_view indent) {
  std::string label;
  if (field.IsList()) label = "repeated ";
  if (field.IsRequired()) label = "required ";
  if (label.empty() && !field.IsMap() && field.oneof == nullptr && field.HasPresence() &&
      field.message_type == nullptr) {
    label = "optional ";
  }
  std::vector<std::string> parts;
  if (field.default_value.has_value()) {
    parts.push_back(fmt::format("default = {}", Quote(*field.default_value)));
  }
  if (field.json_name_span.known()) {
    parts.push_back(fmt::format("json_name = {}", Quote(field.json_name)));
  }
  return CommentLines(field.comments, indent) +
         fmt::format("{}{}{} {} = {}{};\n", indent, label, schema::TypeName(field), field.name,
                     field.number, InBrackets(field, std::move(parts)));
}

std::string Reserved(const std::vector<schema::NumberRange>& ranges,
                     const std::vector<schema::ReservedName>& names) {
  std::string lines;
  for (const schema::NumberRange& range : ranges) {
    lines += range.start == range.end
                 ? fmt::format("  reserved {};\n", range.start)
                 : fmt::format("  reserved {} to {};\n", range.start, range.end);
  }
  for (const schema::ReservedName& name : names) {
    lines += fmt::format("  reserved {};\n", Quote(name.name));
  }
  return lines;
}

std::string Finish(const std::string& text) { return CleanText(text, kMaxDefinition); }

}  // namespace

std::string DefinitionOf(const schema::Field& field) { return Finish(FieldLine(field, "")); }

std::string DefinitionOf(const schema::Message& message) {
  std::string text = CommentLines(message.comments, "");
  text += fmt::format("message {} {{\n", message.NestedName());
  text += Statements(message, "  ");
  for (const schema::Field& field : message.fields) {
    if (field.oneof == nullptr) text += FieldLine(field, "  ");
  }
  for (const schema::Oneof& oneof : message.oneofs) {
    if (oneof.synthetic) continue;
    text += CommentLines(oneof.comments, "  ");
    text += fmt::format("  oneof {} {{\n", oneof.name) + Statements(oneof, "    ");
    for (const schema::Field& field : message.fields) {
      if (field.oneof == &oneof) text += FieldLine(field, "    ");
    }
    text += "  }\n";
  }
  text += Reserved(message.reserved_ranges, message.reserved_names);
  return Finish(text + "}\n");
}

std::string DefinitionOf(const schema::Enum& item) {
  std::string text = CommentLines(item.comments, "");
  text += fmt::format("enum {} {{\n", item.NestedName()) + Statements(item, "  ");
  for (const schema::EnumValue& value : item.values) {
    text += CommentLines(value.comments, "  ");
    text += fmt::format("  {} = {}{};\n", value.name, value.number, InBrackets(value, {}));
  }
  text += Reserved(item.reserved_ranges, item.reserved_names);
  return Finish(text + "}\n");
}

std::string DefinitionOf(const schema::Service& service) {
  std::string text = CommentLines(service.comments, "");
  text += fmt::format("service {} {{\n", service.name) + Statements(service, "  ");
  for (const schema::Method& method : service.methods) {
    text += CommentLines(method.comments, "  ");
    text += fmt::format("  rpc {}({}{}) returns ({}{})", method.name,
                        method.client_streaming ? "stream " : "", method.input_type,
                        method.server_streaming ? "stream " : "", method.output_type);
    const std::string options = Statements(method, "    ");
    text += options.empty() ? ";\n" : fmt::format(" {{\n{}  }}\n", options);
  }
  return Finish(text + "}\n");
}

}  // namespace protowarden::llm
