// SPDX-License-Identifier: Apache-2.0
#include "analyzer/base/markdown.h"

#include "analyzer/base/text.h"

namespace protowarden {
namespace {

bool IsWord(std::string_view text, size_t at) {
  if (at >= text.size()) return false;
  const auto c = static_cast<unsigned char>(text[at]);
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c >= 0x80;
}

// Where a line may begin with `1.` or `-` for a list, `#` for a heading and so on.
bool BeginsBlock(std::string_view text, size_t at) {
  return at == 0 && std::string_view("-+=#").find(text[0]) != std::string_view::npos;
}

}  // namespace

std::string EscapeMarkdown(std::string_view text) {
  static constexpr std::string_view kSpecial = "\\`*[]<>|~&!";
  const std::string line = Printable(text);
  std::string escaped;
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const bool emphasis = c == '_' && !(i > 0 && IsWord(line, i - 1) && IsWord(line, i + 1));
    const bool numbering =
        (c == '.' || c == ')') && i > 0 && line.find_first_not_of("0123456789") == i;
    if (kSpecial.find(c) != std::string_view::npos || emphasis || numbering ||
        BeginsBlock(line, i)) {
      escaped.push_back('\\');
    }
    escaped.push_back(c);
  }
  return escaped;
}

std::string MarkdownCode(std::string_view text) {
  const std::string line = Printable(text);
  std::string fence = "`";
  while (line.find(fence) != std::string::npos) fence.push_back('`');
  const bool padded = line.empty() || line.front() == '`' || line.back() == '`';
  const std::string pad = padded ? " " : "";
  return fence + pad + line + pad + fence;
}

}  // namespace protowarden
