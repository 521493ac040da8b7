// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/annotate/field_options.h"

#include <algorithm>

#include "analyzer/base/text.h"

namespace protowarden::rules::pii {
namespace {

using edit::Edit;
using edit::SourceTokens;

// Lists with one option a line go on with one a line; others go on in the same line.
void AppendToBrackets(const SourceTokens& tokens, const Brackets& brackets,
                      const std::vector<std::string>& entries, std::vector<Edit>& edits) {
  const WrittenOption& last = brackets.options.back();
  const size_t first_byte = tokens[last.first].begin;
  const size_t end = tokens[last.last].end;
  // A comment on the last option's line stays with that option.
  const size_t behind = tokens.AfterComments(end);
  std::string separator = " ";
  if (tokens.BeginsLine(first_byte)) {
    separator = std::string(tokens.eol()).append(tokens.Indent(first_byte));
  } else if (tokens.EndsLineComment(behind)) {
    separator = std::string(tokens.eol()).append(tokens.Indent(first_byte));
    separator += tokens.indent_unit();
  }
  const std::string added = separator + Join(entries, "," + separator);
  if (behind == end) {
    edits.push_back({end, 0, "," + added});
  } else {
    edits.push_back({end, 0, ","});
    edits.push_back({behind, 0, added});
  }
}

void RemoveBrackets(const SourceTokens& tokens, const Brackets& brackets,
                    std::vector<Edit>& edits) {
  const size_t begin = tokens[brackets.open].begin;
  const size_t end = tokens[brackets.close].end;
  if (tokens.HasComment(begin, end)) {
    RemoveAllButComments(tokens, begin, end, edits);
  } else {
    RemoveWithSpaceBefore(tokens, begin, end, edits);
  }
}

// The first options go, up to the one that stays.
void RemoveLeading(const SourceTokens& tokens, const Brackets& brackets, size_t kept,
                   std::vector<Edit>& edits) {
  RemoveAllButComments(tokens, tokens[brackets.options.front().first].begin,
                       tokens[brackets.options[kept].first].begin, edits);
}

// Neighbours go as one range, so that a line comment before them sees what really follows.
void RemoveRun(const SourceTokens& tokens, const Brackets& brackets, size_t first, size_t last,
               std::vector<Edit>& edits) {
  const size_t begin = tokens[brackets.options[first].first].begin;
  const size_t end = tokens[brackets.options[last].last].end;
  edits.push_back({tokens[brackets.options[first].first - 1].begin, 1, ""});  // the comma
  if (tokens.HasComment(begin, end)) {
    RemoveAllButComments(tokens, begin, end, edits);
  } else {
    RemoveWithSpaceBefore(tokens, begin, end, edits);
  }
}

}  // namespace

void AddFieldOptions(const SourceTokens& tokens, size_t number,
                     const std::vector<std::string>& entries, std::vector<Edit>& edits) {
  if (entries.empty()) return;
  if (tokens.Is(number + 1, "[")) {
    if (const auto brackets = ReadBrackets(tokens, number + 1)) {
      AppendToBrackets(tokens, *brackets, entries, edits);
    }
    return;
  }
  edits.push_back({tokens[number].end, 0, " [" + Join(entries, ", ") + "]"});
}

void RemoveFieldOptions(const SourceTokens& tokens, const Brackets& brackets,
                        const std::vector<bool>& remove, std::vector<Edit>& edits) {
  const auto kept =
      static_cast<size_t>(std::find(remove.begin(), remove.end(), false) - remove.begin());
  if (kept == remove.size()) {
    RemoveBrackets(tokens, brackets, edits);
    return;
  }
  if (kept > 0) RemoveLeading(tokens, brackets, kept, edits);
  for (size_t i = kept + 1; i < remove.size(); ++i) {
    if (!remove[i]) continue;
    size_t last = i;
    while (last + 1 < remove.size() && remove[last + 1]) ++last;
    RemoveRun(tokens, brackets, i, last, edits);
    i = last;
  }
}

}  // namespace protowarden::rules::pii
