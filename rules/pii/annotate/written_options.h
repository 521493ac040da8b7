// SPDX-License-Identifier: Apache-2.0
//
// Options as they stand in the source, with their tokens.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/edit/edits.h"
#include "analyzer/edit/source_tokens.h"
#include "rules/pii/annotations.h"

namespace protowarden::rules::pii {

// One entry in brackets or one `option` statement; token indexes, both ends included.
struct WrittenOption {
  size_t first = 0;
  size_t last = 0;   // of a statement: its ';'
  size_t value = 0;  // first token of the value
  std::string name;  // "(pii.v1.sensitivity)", without white space and comments
};

// What follows a field's number in [brackets].
struct Brackets {
  size_t open = 0;
  size_t close = 0;
  std::vector<WrittenOption> options;  // at least one
};

[[nodiscard]] std::optional<Brackets> ReadBrackets(const edit::SourceTokens& tokens, size_t open);
// `at` is the keyword `option`.
[[nodiscard]] std::optional<WrittenOption> ReadOptionStatement(const edit::SourceTokens& tokens,
                                                               size_t at);
// True when a statement may begin at a token.
[[nodiscard]] bool BeginsStatement(const edit::SourceTokens& tokens, size_t at);

// Which written names mean which annotations in a file of some package.
class AnnotationMatcher {
 public:
  AnnotationMatcher(const OptionNames& names, std::string_view package)
      : names_(names), package_(package) {}

  [[nodiscard]] const OptionNames& names() const { return names_; }
  // Resolves like protobuf: absolute with a leading dot, else from the innermost package outwards.
  [[nodiscard]] bool Means(std::string_view written, std::string_view full_name) const;
  [[nodiscard]] bool IsAnnotation(std::string_view written) const;

 private:
  const OptionNames& names_;
  std::string_view package_;
};

// Removes [begin, end) together with the white space before it. A line comment in front keeps its
// line end if other code follows.
void RemoveWithSpaceBefore(const edit::SourceTokens& tokens, size_t begin, size_t end,
                           std::vector<edit::Edit>& edits);

// Removes [begin, end) but for the comments in it: somebody's remarks survive.
void RemoveAllButComments(const edit::SourceTokens& tokens, size_t begin, size_t end,
                          std::vector<edit::Edit>& edits);

}  // namespace protowarden::rules::pii
