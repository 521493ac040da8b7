// SPDX-License-Identifier: Apache-2.0
#include "analyzer/edit/source_tokens.h"

#include <algorithm>

namespace protowarden::edit {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool IsWord(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool IsSpace(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f';
}

size_t EndOfWord(std::string_view text, size_t at) {
  while (at < text.size() && IsWord(text[at])) ++at;
  return at;
}

// A string ends at its quote or, unfinished, at the end of its line.
size_t EndOfString(std::string_view text, size_t at) {
  const char quote = text[at++];
  while (at < text.size() && text[at] != quote && text[at] != '\n') {
    at += text[at] == '\\' && at + 1 < text.size() ? 2 : 1;
  }
  return std::min(at + 1, text.size());
}

// The carriage return of a line end is no part of the comment.
size_t EndOfLineComment(std::string_view text, size_t at) {
  const size_t end = std::min(text.find('\n', at), text.size());
  return end > at && end < text.size() && text[end - 1] == '\r' ? end - 1 : end;
}

size_t EndOfBlockComment(std::string_view text, size_t at) {
  const size_t end = text.find("*/", at + 2);
  return end == std::string_view::npos ? text.size() : end + 2;
}

}  // namespace

SourceTokens::SourceTokens(std::string_view text) : text_(text) {
  if (text.starts_with(kByteOrderMark)) start_ = kByteOrderMark.size();
  Tokenize();
  GuessLayout();
}

void SourceTokens::Tokenize() {
  for (size_t at = start_; at < text_.size();) {
    const char c = text_[at];
    const std::string_view two = text_.substr(at, 2);
    size_t end = at + 1;
    if (IsSpace(c)) {
      at = end;
      continue;
    }
    if (two == "//" || two == "/*") {
      end = two == "//" ? EndOfLineComment(text_, at) : EndOfBlockComment(text_, at);
      comments_.push_back({at, end});
      at = end;
      continue;
    }
    Token::Kind kind = Token::Kind::kSymbol;
    if (IsWord(c)) {
      kind = Token::Kind::kWord;
      end = EndOfWord(text_, at);
    } else if (c == '"' || c == '\'') {
      kind = Token::Kind::kString;
      end = EndOfString(text_, at);
    }
    tokens_.push_back({kind, at, end});
    at = end;
  }
}

void SourceTokens::GuessLayout() {
  const size_t newline = text_.find('\n');
  if (newline != std::string_view::npos && newline > 0 && text_[newline - 1] == '\r') {
    eol_ = "\r\n";
  }
  for (size_t i = 1; i < tokens_.size(); ++i) {
    if (!Is(i - 1, "{") || !BeginsLine(tokens_[i].begin)) continue;
    const std::string_view outer = Indent(tokens_[i - 1].begin);
    const std::string_view inner = Indent(tokens_[i].begin);
    if (inner.size() <= outer.size() || !inner.starts_with(outer)) continue;
    indent_unit_ = inner.substr(outer.size());
    return;
  }
}

std::string_view SourceTokens::Text(size_t i) const {
  if (i >= tokens_.size()) return {};
  return text_.substr(tokens_[i].begin, tokens_[i].end - tokens_[i].begin);
}

size_t SourceTokens::At(size_t offset) const {
  const auto found =
      std::lower_bound(tokens_.begin(), tokens_.end(), offset,
                       [](const Token& token, size_t at) { return token.begin < at; });
  if (found == tokens_.end() || found->begin != offset) return kNone;
  return static_cast<size_t>(found - tokens_.begin());
}

size_t SourceTokens::Closing(size_t open) const {
  size_t depth = 0;
  for (size_t i = open; i < tokens_.size(); ++i) {
    if (Is(i, "{") || Is(i, "[") || Is(i, "(")) ++depth;
    if (Is(i, "}") || Is(i, "]") || Is(i, ")")) --depth;
    if (depth == 0) return i;
  }
  return kNone;
}

size_t SourceTokens::AfterStatement(size_t i) const {
  while (i < tokens_.size() && !Is(i, ";")) {
    const size_t closing = Is(i, "{") ? Closing(i) : i;
    if (closing == kNone) return tokens_.size();
    i = closing + 1;
  }
  return std::min(i + 1, tokens_.size());
}

bool SourceTokens::HasComment(size_t begin, size_t end) const {
  const auto found =
      std::lower_bound(comments_.begin(), comments_.end(), begin,
                       [](const Range& comment, size_t at) { return comment.begin < at; });
  return found != comments_.end() && found->begin < end;
}

bool SourceTokens::EndsLineComment(size_t offset) const {
  const auto after =
      std::upper_bound(comments_.begin(), comments_.end(), offset,
                       [](size_t at, const Range& comment) { return at < comment.end; });
  if (after == comments_.begin()) return false;
  const Range& comment = *(after - 1);
  return comment.end == offset && text_.substr(comment.begin, 2) == "//";
}

size_t SourceTokens::AfterComments(size_t offset) const {
  auto comment = std::lower_bound(comments_.begin(), comments_.end(), offset,
                                  [](const Range& item, size_t at) { return item.begin < at; });
  for (; comment != comments_.end(); ++comment) {
    const std::string_view gap = text_.substr(offset, comment->begin - offset);
    if (!std::all_of(gap.begin(), gap.end(), IsSpace) || gap.find('\n') != std::string_view::npos) {
      break;
    }
    offset = comment->end;
  }
  return offset;
}

size_t SourceTokens::SpaceBefore(size_t offset) const {
  while (offset > start_ && IsSpace(text_[offset - 1])) --offset;
  return offset;
}

bool SourceTokens::EndsLine(size_t offset) const {
  const std::string_view rest = text_.substr(offset);
  const size_t next = rest.find_first_not_of(" \t\r\v\f");
  return next == std::string_view::npos || rest[next] == '\n';
}

size_t SourceTokens::LineStart(size_t offset) const {
  const size_t newline = offset == 0 ? std::string_view::npos : text_.rfind('\n', offset - 1);
  return newline == std::string_view::npos ? start_ : newline + 1;
}

bool SourceTokens::BeginsLine(size_t offset) const {
  const size_t start = LineStart(offset);
  return start + Indent(offset).size() == offset;
}

std::string_view SourceTokens::Indent(size_t offset) const {
  const size_t start = LineStart(offset);
  size_t end = start;
  while (end < offset && IsSpace(text_[end])) ++end;
  return text_.substr(start, end - start);
}

}  // namespace protowarden::edit
