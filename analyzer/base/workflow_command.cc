// SPDX-License-Identifier: Apache-2.0
#include "analyzer/base/workflow_command.h"

#include <fmt/format.h>

#include "analyzer/base/text.h"

namespace protowarden {
namespace {

// The runner reads a command up to the end of the line, and properties up to ',' or '::'.
std::string Escape(std::string_view text, std::string_view separators) {
  std::string escaped;
  for (const char c : Printable(text, true)) {
    if (c == '%' || c == '\n' || c == '\r' || separators.find(c) != std::string_view::npos) {
      escaped += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    } else {
      escaped.push_back(c);
    }
  }
  return escaped;
}

}  // namespace

std::string WorkflowCommand(std::string_view command,
                            const std::vector<std::pair<std::string_view, std::string>>& properties,
                            std::string_view message) {
  std::vector<std::string> parts;
  parts.reserve(properties.size());
  for (const auto& [name, value] : properties) {
    parts.push_back(fmt::format("{}={}", name, Escape(value, ":,")));
  }
  return fmt::format("::{} {}::{}\n", command, Join(parts, ","), Escape(message, ""));
}

}  // namespace protowarden
