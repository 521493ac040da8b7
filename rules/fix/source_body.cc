// SPDX-License-Identifier: Apache-2.0
#include "rules/fix/source_body.h"

namespace protowarden::rules::fix {
namespace {

using edit::SourceTokens;

// The '{' of the declaration that begins at `at`; brackets before it (of a group) are skipped.
size_t OpeningBrace(const SourceTokens& tokens, size_t at) {
  for (; at < tokens.size() && !tokens.Is(at, ";") && !tokens.Is(at, "}"); ++at) {
    if (tokens.Is(at, "{")) return at;
    if (tokens.Is(at, "[")) at = tokens.Closing(at);
    if (at == SourceTokens::kNone) break;
  }
  return SourceTokens::kNone;
}

// The last token of the statement at `at`: its ';', or the '}' of a declaration with a body.
size_t LastOf(const SourceTokens& tokens, size_t at, size_t limit) {
  const bool option = tokens.Is(at, "option");
  for (size_t i = at; i < limit; ++i) {
    if (tokens.Is(i, ";")) return i;
    const bool brace = tokens.Is(i, "{");
    if (!brace && !tokens.Is(i, "[")) continue;
    i = tokens.Closing(i);
    if (i == SourceTokens::kNone) break;
    if (brace && !option) return i;
  }
  return limit - 1;
}

}  // namespace

std::optional<Body> Body::Find(const Source& source, const Span& span) {
  const SourceTokens& tokens = source.tokens;
  const size_t first = source.TokenAt(span);
  if (first == SourceTokens::kNone) return std::nullopt;
  Body body;
  body.tokens_ = &tokens;
  body.open_ = OpeningBrace(tokens, first);
  if (body.open_ == SourceTokens::kNone) return std::nullopt;
  body.close_ = tokens.Closing(body.open_);
  if (body.close_ == SourceTokens::kNone) return std::nullopt;
  for (size_t at = body.open_ + 1; at < body.close_;) {
    const size_t last = LastOf(tokens, at, body.close_);
    body.statements_.push_back({at, last});
    at = last + 1;
  }
  body.indent_ = std::string(tokens.Indent(tokens[first].begin)) + tokens.indent_unit();
  if (!body.statements_.empty()) {
    const size_t begin = tokens[body.statements_.front().first].begin;
    body.one_line_ = !tokens.BeginsLine(begin);
    if (!body.one_line_) body.indent_ = tokens.Indent(begin);
  }
  return body;
}

void Body::InsertFirst(const std::vector<std::string>& statements,
                       std::vector<edit::Edit>& edits) const {
  const size_t end = (*tokens_)[open_].end;
  if (!statements_.empty()) {
    InsertBehind(end, statements, edits);
    return;
  }
  std::string text;
  for (const std::string& statement : statements) {
    text.append(tokens_->eol()).append(indent_).append(statement);
  }
  const size_t behind = tokens_->AfterComments(end);
  if (!tokens_->EndsLine(behind)) {
    text.append(tokens_->eol()).append(tokens_->Indent((*tokens_)[open_].begin));
  }
  edits.push_back({behind, 0, text});
}

void Body::InsertBehind(size_t end, const std::vector<std::string>& statements,
                        std::vector<edit::Edit>& edits) const {
  std::string text;
  for (const std::string& statement : statements) {
    if (one_line_) {
      text.append(" ").append(statement);
    } else {
      text.append(tokens_->eol()).append(indent_).append(statement);
    }
  }
  // Comments on the line stay with what they follow.
  edits.push_back({one_line_ ? end : tokens_->AfterComments(end), 0, text});
}

void Body::InsertBefore(size_t begin, const std::vector<std::string>& statements,
                        std::vector<edit::Edit>& edits) const {
  std::string text;
  for (const std::string& statement : statements) {
    text.append(statement);
    if (tokens_->BeginsLine(begin)) {
      text.append(tokens_->eol()).append(tokens_->Indent(begin));
    } else {
      text.append(" ");
    }
  }
  edits.push_back({begin, 0, text});
}

}  // namespace protowarden::rules::fix
