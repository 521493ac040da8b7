// SPDX-License-Identifier: Apache-2.0
//
// The tokens of a .proto source with their byte offsets, and the layout around them: what an editor
// of the source needs and a schema model does not keep.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace protowarden::edit {

struct Token {
  enum class Kind : uint8_t { kWord, kString, kSymbol };
  Kind kind = Kind::kSymbol;
  size_t begin = 0;
  size_t end = 0;
};

struct Range {
  size_t begin = 0;
  size_t end = 0;
};

// Refers to `text`, which must outlive it. Any text can be read; text that is no proto gives tokens
// that mean nothing.
class SourceTokens {
 public:
  static constexpr size_t kNone = static_cast<size_t>(-1);

  explicit SourceTokens(std::string_view text);

  [[nodiscard]] std::string_view text() const { return text_; }
  // Length of a byte order mark.
  [[nodiscard]] size_t start() const { return start_; }
  [[nodiscard]] size_t size() const { return tokens_.size(); }
  [[nodiscard]] const Token& operator[](size_t i) const { return tokens_[i]; }
  [[nodiscard]] std::string_view Text(size_t i) const;  // empty behind the last token
  [[nodiscard]] bool Is(size_t i, std::string_view text) const { return Text(i) == text; }
  // The token that begins at an offset; kNone when there is none.
  [[nodiscard]] size_t At(size_t offset) const;
  // The bracket that closes the '{', '[' or '(' at `open`; kNone when there is none.
  [[nodiscard]] size_t Closing(size_t open) const;
  // Index behind the ';' that ends the statement at `i`; braces are skipped. size() when
  // unfinished.
  [[nodiscard]] size_t AfterStatement(size_t i) const;

  [[nodiscard]] const std::vector<Range>& comments() const { return comments_; }
  [[nodiscard]] bool HasComment(size_t begin, size_t end) const;
  // True when a line comment ends at this offset: what follows must be a line end.
  [[nodiscard]] bool EndsLineComment(size_t offset) const;
  // Where the comments that begin on the line of `offset` directly behind it end; `offset` when
  // there are none.
  [[nodiscard]] size_t AfterComments(size_t offset) const;
  // Start of the white space before an offset.
  [[nodiscard]] size_t SpaceBefore(size_t offset) const;
  // True when nothing but white space follows on the line, or the text ends.
  [[nodiscard]] bool EndsLine(size_t offset) const;
  // True when nothing but white space stands before it on the line.
  [[nodiscard]] bool BeginsLine(size_t offset) const;
  // The white space that the line of `offset` begins with.
  [[nodiscard]] std::string_view Indent(size_t offset) const;
  // "\n", or "\r\n" when the first line ends so.
  [[nodiscard]] std::string_view eol() const { return eol_; }
  // One level of indentation, guessed from the first indented statement.
  [[nodiscard]] const std::string& indent_unit() const { return indent_unit_; }

 private:
  void Tokenize();
  void GuessLayout();
  [[nodiscard]] size_t LineStart(size_t offset) const;

  std::string_view text_;
  size_t start_ = 0;
  std::vector<Token> tokens_;
  std::vector<Range> comments_;
  std::string_view eol_ = "\n";
  std::string indent_unit_ = "  ";
};

}  // namespace protowarden::edit
