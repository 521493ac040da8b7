// SPDX-License-Identifier: Apache-2.0
//
// The body of a message, oneof or enum as it stands in the source. Internal to fix/.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/source_index.h"
#include "analyzer/base/span.h"
#include "analyzer/edit/edits.h"
#include "analyzer/edit/source_tokens.h"

namespace protowarden::rules::fix {

// One source with the means to find places in it. `text` must outlive it.
struct Source {
  explicit Source(std::string_view text) : tokens(text), index(text.substr(tokens.start())) {}

  // The byte where a position is shown; the token that begins there, or SourceTokens::kNone.
  [[nodiscard]] size_t Offset(int32_t line, int32_t column) const {
    return tokens.start() + index.OffsetOfShown(line, column);
  }
  [[nodiscard]] size_t TokenAt(const Span& span) const {
    return span.known() ? tokens.At(Offset(span.line, span.column)) : edit::SourceTokens::kNone;
  }

  edit::SourceTokens tokens;
  SourceIndex index;
};

struct Statement {
  size_t first = 0;  // tokens, both ends included
  size_t last = 0;
};

class Body {
 public:
  // The body of the declaration at `span`; nullopt when the source has none there, because it is
  // another one than the schema was read from.
  static std::optional<Body> Find(const Source& source, const Span& span);

  [[nodiscard]] const edit::SourceTokens& tokens() const { return *tokens_; }
  [[nodiscard]] size_t open() const { return open_; }
  [[nodiscard]] size_t close() const { return close_; }
  // Those of the body itself, not of nested ones.
  [[nodiscard]] const std::vector<Statement>& statements() const { return statements_; }
  // White space before a statement of the body.
  [[nodiscard]] const std::string& indent() const { return indent_; }

  // Inserts whole statements as the first ones, in the layout of the body.
  void InsertFirst(const std::vector<std::string>& statements,
                   std::vector<edit::Edit>& edits) const;
  // Inserts them behind a statement that ends at byte `end`.
  void InsertBehind(size_t end, const std::vector<std::string>& statements,
                    std::vector<edit::Edit>& edits) const;
  // Inserts them before the statement that begins at byte `begin`.
  void InsertBefore(size_t begin, const std::vector<std::string>& statements,
                    std::vector<edit::Edit>& edits) const;

 private:
  const edit::SourceTokens* tokens_ = nullptr;
  size_t open_ = 0;
  size_t close_ = 0;
  bool one_line_ = false;  // other statements follow the brace on its line
  std::vector<Statement> statements_;
  std::string indent_;
};

}  // namespace protowarden::rules::fix
