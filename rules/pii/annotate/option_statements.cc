// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/annotate/option_statements.h"

#include <algorithm>

namespace protowarden::rules::pii {
namespace {

using edit::Edit;
using edit::SourceTokens;

// Where to add something behind a token: behind a comment that fills the rest of its line.
size_t Behind(const SourceTokens& tokens, size_t offset) {
  const size_t behind = tokens.AfterComments(offset);
  return tokens.EndsLine(behind) ? behind : offset;
}

// The last of the `option` statements that directly follow the '{' at `open`, or `open`.
size_t LeadingOptions(const SourceTokens& tokens, size_t open, size_t& first_of_last) {
  size_t anchor = open;
  first_of_last = open;
  for (size_t at = open + 1; tokens.Is(at, "option");) {
    const auto option = ReadOptionStatement(tokens, at);
    if (!option) break;
    first_of_last = at;
    anchor = option->last;
    at = anchor + 1;
  }
  return anchor;
}

std::string Lines(const std::vector<std::string>& statements, const std::string& separator) {
  std::string text;
  for (const std::string& statement : statements) text += separator + statement;
  return text;
}

std::string NewLine(const SourceTokens& tokens, std::string_view indent) {
  return std::string(tokens.eol()).append(indent);
}

std::string Between(const SourceTokens& tokens, size_t begin, size_t end) {
  return std::string(tokens.text().substr(begin, end - begin));
}

void ReplaceSemicolon(const SourceTokens& tokens, size_t rpc, size_t semicolon,
                      const std::vector<std::string>& statements, std::vector<Edit>& edits) {
  const bool own_line = tokens.BeginsLine(tokens[rpc].begin);
  const std::string_view indent = tokens.Indent(tokens[rpc].begin);
  const std::string inner = std::string(indent) + tokens.indent_unit();
  const std::string separator = own_line ? NewLine(tokens, inner) : " ";
  const std::string closing = own_line ? NewLine(tokens, indent) : " ";
  const size_t end = tokens[semicolon].end;
  edits.push_back({tokens[semicolon].begin, 1, " {"});
  // A comment behind the method still belongs to it when it follows the '{'.
  const size_t place = own_line ? Behind(tokens, end) : end;
  edits.push_back({place, 0, Lines(statements, separator) + closing + "}"});
}

struct MethodBody {
  std::vector<WrittenOption> annotations;
  bool only_annotations = true;  // no other statement
};

MethodBody ReadBody(const SourceTokens& tokens, size_t open, size_t close,
                    const AnnotationMatcher& matcher) {
  MethodBody body;
  for (size_t at = open + 1; at < close; at = tokens.AfterStatement(at)) {
    auto option = tokens.Is(at, "option") ? ReadOptionStatement(tokens, at) : std::nullopt;
    if (option && matcher.IsAnnotation(option->name)) {
      body.annotations.push_back(std::move(*option));
    } else {
      body.only_annotations = false;
    }
  }
  return body;
}

// Undoes ReplaceSemicolon; false when the body is no result of it.
bool RestoreSemicolon(const SourceTokens& tokens, size_t rpc, size_t open, size_t close,
                      const MethodBody& body, std::vector<Edit>& edits) {
  const size_t first = tokens[body.annotations.front().first].begin;
  const size_t last = tokens[body.annotations.back().last].end;
  const std::string gap = Between(tokens, last, tokens[close].begin);
  const bool closed = gap == " " || gap == NewLine(tokens, tokens.Indent(tokens[rpc].begin));
  const bool no_other_comment = !tokens.HasComment(first, tokens[close].begin) &&
                                tokens.AfterComments(tokens[open].end) == tokens.SpaceBefore(first);
  if (!closed || !no_other_comment) return false;
  const size_t brace = tokens[open].begin;
  const size_t space = brace > 0 && tokens.text()[brace - 1] == ' ' ? 1 : 0;
  edits.push_back({brace - space, space + 1, ";"});
  edits.push_back({last, tokens[close].end - last, ""});
  return true;
}

// Undoes what AddToMethod adds before the '}' of an empty body.
void RestoreEmptyBody(const SourceTokens& tokens, size_t rpc, size_t open, size_t close,
                      const MethodBody& body, std::vector<Edit>& edits) {
  if (tokens.HasComment(tokens[open].begin, tokens[close].end)) return;
  const size_t last = tokens[body.annotations.back().last].end;
  const std::string gap = Between(tokens, last, tokens[close].begin);
  if (gap == NewLine(tokens, tokens.Indent(tokens[rpc].begin))) {
    edits.push_back({last, gap.size(), ""});
  } else if (std::count(gap.begin(), gap.end(), '\n') > 1 && gap.starts_with(tokens.eol())) {
    edits.push_back({last, tokens.eol().size(), ""});
  }
}

}  // namespace

void AddToMessage(const SourceTokens& tokens, size_t declaration, size_t open,
                  const std::vector<std::string>& statements, std::vector<Edit>& edits) {
  if (statements.empty()) return;
  size_t option = open;
  const size_t anchor = LeadingOptions(tokens, open, option);
  const size_t place = Behind(tokens, tokens[anchor].end);
  std::string separator = " ";
  if (tokens.EndsLine(place)) {
    // Like the option before, like the first statement, or one level deeper than the message.
    const size_t model = option == open ? open + 1 : option;
    if (model < tokens.size() && !tokens.Is(model, "}") && tokens.BeginsLine(tokens[model].begin)) {
      separator = NewLine(tokens, tokens.Indent(tokens[model].begin));
    } else {
      separator = NewLine(tokens, tokens.Indent(tokens[declaration].begin)) + tokens.indent_unit();
    }
  }
  edits.push_back({place, 0, Lines(statements, separator)});
}

void AddToMethod(const SourceTokens& tokens, size_t rpc, size_t end,
                 std::vector<std::string> statements, std::vector<Edit>& edits) {
  if (statements.empty()) return;
  if (tokens.Is(end, ";")) {
    ReplaceSemicolon(tokens, rpc, end, statements, edits);
    return;
  }
  const size_t close = tokens.Closing(end);
  if (close == SourceTokens::kNone) return;
  const bool own_line = tokens.BeginsLine(tokens[rpc].begin);
  const std::string_view indent = tokens.Indent(tokens[rpc].begin);
  const bool no_statement = close == end + 1;
  const bool blank = no_statement && !tokens.HasComment(tokens[end].end, tokens[close].begin);
  if (no_statement) std::reverse(statements.begin(), statements.end());
  size_t option = end;
  const size_t anchor = LeadingOptions(tokens, end, option);
  const size_t place = Behind(tokens, tokens[anchor].end);
  std::string separator = " ";
  if (option != end && tokens.BeginsLine(tokens[option].begin)) {
    separator = NewLine(tokens, tokens.Indent(tokens[option].begin));
  } else if (tokens.EndsLine(place) || (blank && own_line)) {
    separator = NewLine(tokens, indent) + tokens.indent_unit();
  }
  std::string text = Lines(statements, separator);
  const std::string gap = Between(tokens, tokens[end].end, tokens[close].begin);
  if (blank && gap.empty() && own_line) text += NewLine(tokens, indent);
  if (blank && gap.find('\n') != std::string::npos) text += tokens.eol();
  edits.push_back({place, 0, std::move(text)});
}

void RemoveFromMethod(const SourceTokens& tokens, size_t rpc, size_t open,
                      const AnnotationMatcher& matcher, std::vector<Edit>& edits) {
  const size_t close = tokens.Closing(open);
  if (close == SourceTokens::kNone) return;
  const MethodBody body = ReadBody(tokens, open, close, matcher);
  if (body.annotations.empty()) return;
  for (const WrittenOption& option : body.annotations) {
    RemoveWithSpaceBefore(tokens, tokens[option.first].begin, tokens[option.last].end, edits);
  }
  if (!body.only_annotations) return;
  const bool audit_first = matcher.Means(body.annotations.front().name, matcher.names().audit);
  if (audit_first) {
    RestoreEmptyBody(tokens, rpc, open, close, body, edits);
  } else {
    (void)RestoreSemicolon(tokens, rpc, open, close, body, edits);
  }
}

}  // namespace protowarden::rules::pii
