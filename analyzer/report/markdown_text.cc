// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/markdown_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/base/markdown.h"
#include "analyzer/base/text.h"
#include "analyzer/report/listing.h"

namespace protowarden::report {
namespace {

// A space without width splits what GitHub would take for a mention, a link or a reference.
constexpr std::string_view kBreak = "&#8203;";

bool IsWord(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// True where `text` at `at` has what begins a mention (@name), a reference (#12), an address
// (://, www., a@b) or a reference by prefix (GH-12).
bool BeginsReference(std::string_view text, size_t at) {
  const std::string_view rest = text.substr(at);
  const bool word_follows = rest.size() > 1 && IsWord(rest[1]);
  if (rest[0] == '@' || rest[0] == '#') return word_follows;
  if (rest[0] == ':') return rest.starts_with("://");
  if (at == 0) return false;
  if (rest[0] == '.') {
    return at >= 3 && ToLower(text.substr(at - 3, 3)) == "www";
  }
  return rest[0] == '-' && at >= 2 && ToLower(text.substr(at - 2, 2)) == "gh" && word_follows;
}

// The code span that `text`, which begins with a backtick, begins with; empty if none does.
std::string_view CodeSpan(std::string_view text) {
  const size_t ticks = std::min(text.find_first_not_of('`'), text.size());
  const size_t end = text.find(text.substr(0, ticks), ticks);
  return end == std::string_view::npos ? std::string_view() : text.substr(0, end + ticks);
}

// A bar ends a table's cell even in code.
std::string InCell(std::string_view code_span) {
  if (code_span.find('|') == std::string_view::npos) return std::string(code_span);
  const size_t ticks = code_span.find_first_not_of('`');
  return HtmlCode(Trim(code_span.substr(ticks, code_span.size() - 2 * ticks)));
}

}  // namespace

std::string CommentText(std::string_view text) {
  const std::string escaped = EscapeMarkdown(text);
  std::string comment;
  for (size_t i = 0; i < escaped.size(); ++i) {
    if (escaped[i] == '\\' && i + 1 < escaped.size()) {
      comment.push_back(escaped[i++]);
    } else if (escaped[i] == '`') {
      const std::string_view code = CodeSpan(std::string_view(escaped).substr(i));
      comment += InCell(code);
      if (!code.empty()) {
        i += code.size() - 1;
        continue;
      }
    }
    const bool split = BeginsReference(escaped, i);
    // What begins with www ends before its dot.
    if (split && escaped[i] == '.') comment += kBreak;
    comment.push_back(escaped[i]);
    if (split && escaped[i] != '.') comment += kBreak;
  }
  return comment;
}

std::string CommentCode(std::string_view text) { return InCell(MarkdownCode(text)); }

std::string HtmlCode(std::string_view text) {
  std::string code = "<code>";
  for (const char c : Printable(text)) {
    const bool plain =
        IsWord(c) || c == ' ' || c == '/' || (static_cast<unsigned char>(c) >= 0x80U);
    code += plain ? std::string(1, c) : fmt::format("&#{};", static_cast<int>(c));
  }
  return code + "</code>";
}

std::string FencedBlock(std::string_view language, const std::vector<std::string>& lines) {
  std::string fence = "```";
  std::string body;
  for (const std::string& line : lines) {
    while (line.find(fence) != std::string::npos) fence.push_back('`');
    body += line + "\n";
  }
  return fmt::format("{}{}\n{}{}\n", fence, language, body, fence);
}

void BoundedText::Add(std::string_view piece) {
  const size_t length = Utf16Length(piece);
  if (left_out_ > 0 || used_ + length > most_) {
    ++left_out_;
    return;
  }
  used_ += length;
  text_ += piece;
}

}  // namespace protowarden::report
