// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/annotate/written_options.h"

#include <algorithm>
#include <array>

namespace protowarden::rules::pii {
namespace {

using edit::SourceTokens;

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// Reads `name = value` from `first` up to the token before `end`.
std::optional<WrittenOption> ReadOption(const SourceTokens& tokens, size_t first, size_t end) {
  WrittenOption option;
  option.first = first;
  size_t at = first;
  while (at < end && !tokens.Is(at, "=")) option.name += tokens.Text(at++);
  if (at + 1 >= end) return std::nullopt;
  option.value = at + 1;
  option.last = end - 1;
  return option;
}

}  // namespace

std::optional<Brackets> ReadBrackets(const SourceTokens& tokens, size_t open) {
  Brackets brackets;
  brackets.open = open;
  brackets.close = tokens.Closing(open);
  if (brackets.close == SourceTokens::kNone) return std::nullopt;
  size_t first = open + 1;
  for (size_t at = first; at <= brackets.close; ++at) {
    if (at == brackets.close || tokens.Is(at, ",")) {
      auto option = ReadOption(tokens, first, at);
      if (!option) return std::nullopt;
      brackets.options.push_back(std::move(*option));
      first = at + 1;
    } else if (tokens.Is(at, "{") || tokens.Is(at, "[") || tokens.Is(at, "(")) {
      at = tokens.Closing(at);
    }
  }
  return brackets;
}

std::optional<WrittenOption> ReadOptionStatement(const SourceTokens& tokens, size_t at) {
  const size_t end = tokens.AfterStatement(at);
  if (end == 0 || !tokens.Is(end - 1, ";")) return std::nullopt;
  auto option = ReadOption(tokens, at + 1, end - 1);
  if (!option) return std::nullopt;
  option->first = at;
  option->last = end - 1;
  return option;
}

bool BeginsStatement(const SourceTokens& tokens, size_t at) {
  return at == 0 || tokens.Is(at - 1, ";") || tokens.Is(at - 1, "{") || tokens.Is(at - 1, "}");
}

bool AnnotationMatcher::Means(std::string_view written, std::string_view full_name) const {
  if (written.size() < 3 || written.front() != '(' || written.back() != ')') return false;
  const std::string_view name = written.substr(1, written.size() - 2);
  if (name.front() == '.') return name.substr(1) == full_name;
  if (name == full_name) return true;
  if (!full_name.ends_with(name) || full_name[full_name.size() - name.size() - 1] != '.') {
    return false;
  }
  const std::string_view scope = full_name.substr(0, full_name.size() - name.size() - 1);
  return package_.starts_with(scope) &&
         (package_.size() == scope.size() || package_[scope.size()] == '.');
}

bool AnnotationMatcher::IsAnnotation(std::string_view written) const {
  const std::array<std::string_view, 6> all = {names_.sensitivity, names_.type,
                                               names_.types,       names_.method_sensitivity,
                                               names_.audit,       names_.message_sensitivity};
  return std::any_of(all.begin(), all.end(),
                     [&](std::string_view name) { return Means(written, name); });
}

void RemoveWithSpaceBefore(const SourceTokens& tokens, size_t begin, size_t end,
                           std::vector<edit::Edit>& edits) {
  size_t from = tokens.SpaceBefore(begin);
  if (tokens.EndsLineComment(from) && !tokens.EndsLine(end)) from = begin;
  edits.push_back({from, end - from, ""});
}

void RemoveAllButComments(const SourceTokens& tokens, size_t begin, size_t end,
                          std::vector<edit::Edit>& edits) {
  const std::string_view text = tokens.text();
  const auto remove = [&](size_t from, size_t to) {
    // The line end of a line comment stays.
    while (tokens.EndsLineComment(begin) && from < to && IsSpace(text[from])) ++from;
    if (from < to) edits.push_back({from, to - from, ""});
  };
  for (const edit::Range& comment : tokens.comments()) {
    if (comment.begin < begin || comment.begin >= end) continue;
    remove(begin, tokens.SpaceBefore(comment.begin));
    begin = comment.end;
  }
  remove(begin, end);
}

}  // namespace protowarden::rules::pii
