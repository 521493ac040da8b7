// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/annotate/overwrite.h"

#include "analyzer/base/text.h"
#include "rules/pii/annotate/field_options.h"

namespace protowarden::rules::pii {
namespace {

using edit::SourceTokens;

std::string_view Value(const SourceTokens& tokens, const WrittenOption& option) {
  const size_t begin = tokens[option.value].begin;
  return tokens.text().substr(begin, tokens[option.last].end - begin);
}

// True when the options say what the entries say, in the same order.
bool Same(const SourceTokens& tokens, const std::vector<const WrittenOption*>& written,
          const std::vector<std::string>& entries) {
  if (written.size() != entries.size()) return false;
  for (size_t i = 0; i < entries.size(); ++i) {
    const size_t value = entries[i].rfind(' ') + 1;
    if (Value(tokens, *written[i]) != std::string_view(entries[i]).substr(value)) return false;
  }
  return true;
}

}  // namespace

void ReplaceValue(const SourceTokens& tokens, const WrittenOption& option, std::string_view value,
                  std::vector<edit::Edit>& edits) {
  const std::string_view old = Value(tokens, option);
  if (old == value) return;
  edits.push_back({tokens[option.value].begin, old.size(), std::string(value)});
}

void OverwriteTypes(const SourceTokens& tokens, size_t number, const AnnotationMatcher& matcher,
                    const std::vector<std::string>& entries, std::vector<edit::Edit>& edits) {
  const auto brackets =
      tokens.Is(number + 1, "[") ? ReadBrackets(tokens, number + 1) : std::nullopt;
  if (!brackets) return;
  std::vector<const WrittenOption*> written;
  std::vector<bool> remove;
  for (const WrittenOption& option : brackets->options) {
    const bool is_type = matcher.Means(option.name, matcher.names().type) ||
                         matcher.Means(option.name, matcher.names().types);
    // The first one is replaced, the others go.
    remove.push_back(is_type && (entries.empty() || !written.empty()));
    if (is_type) written.push_back(&option);
  }
  if (written.empty() || Same(tokens, written, entries)) return;
  if (!entries.empty()) {
    const size_t begin = tokens[written.front()->first].begin;
    const size_t end = tokens[written.front()->last].end;
    edits.push_back({begin, end - begin, Join(entries, ", ")});
  }
  RemoveFieldOptions(tokens, *brackets, remove, edits);
}

}  // namespace protowarden::rules::pii
