// SPDX-License-Identifier: Apache-2.0
#include "analyzer/load/source_text.h"

#include <fmt/format.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <algorithm>
#include <optional>

#include "analyzer/base/source_index.h"
#include "analyzer/base/text.h"

namespace protowarden::load {
namespace {

using google::protobuf::io::Tokenizer;

constexpr std::string_view kProto2Prefix = "syntax=\"proto2\";";
constexpr std::string_view kProto3Prefix = "syntax=\"proto3\";";
static_assert(kProto2Prefix.size() == kPrefixWidth && kProto3Prefix.size() == kPrefixWidth);
static_assert(kPrefixWidth % 8 == 0, "tabs must expand as in the original");

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Has a byte order mark of UTF-16.
bool IsUtf16(std::string_view text) {
  return text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF");
}

// What a quick scan tells without tokenizing.
struct Outline {
  std::string_view first_word;
  std::optional<size_t> too_deep;  // where the nesting passes kMaxNesting
};

bool IsWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Index after the string literal that starts at `at`, at most at the end of its line.
size_t SkipString(std::string_view text, size_t at) {
  const char quote = text[at++];
  while (at < text.size() && text[at] != quote && text[at] != '\n') {
    at += text[at] == '\\' && at + 1 < text.size() ? 2 : 1;
  }
  return std::min(at + 1, text.size());
}

// Index after the comment that starts at `at`, or `at` when there is none.
size_t SkipComment(std::string_view text, size_t at) {
  if (text.substr(at, 2) == "//") return std::min(text.find('\n', at), text.size());
  if (text.substr(at, 2) != "/*") return at;
  const size_t end = text.find("*/", at + 2);
  return end == std::string_view::npos ? text.size() : end + 2;
}

Outline ScanOutline(std::string_view text) {
  Outline outline;
  int depth = 0;
  int angles = 0;  // kept apart: a stray '>' must not hide braces
  size_t i = 0;
  while (i < text.size()) {
    const char c = text[i];
    if (c == '/') {
      const size_t after = SkipComment(text, i);
      i = after == i ? i + 1 : after;
      continue;
    }
    if (c == '"' || c == '\'') {
      i = SkipString(text, i);
      continue;
    }
    if (outline.first_word.empty() && IsWordCharacter(c)) {
      size_t end = i;
      while (end < text.size() && IsWordCharacter(text[end])) ++end;
      outline.first_word = text.substr(i, end - i);
      i = end;
      continue;
    }
    if (c == '{' || c == '[') ++depth;
    if (c == '<') ++angles;
    if ((c == '}' || c == ']') && depth > 0) --depth;
    if (c == '>' && angles > 0) --angles;
    if (depth + angles > kMaxNesting) {
      outline.too_deep = i;
      return outline;
    }
    ++i;
  }
  return outline;
}

class IgnoreErrors : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int /*line*/, int /*column*/, const std::string& /*message*/) override {}
};

struct Token {
  Tokenizer::TokenType type;
  std::string text;
  Span span;
};

std::vector<Token> Tokenize(std::string_view text) {
  google::protobuf::io::ArrayInputStream stream(text.data(), static_cast<int>(text.size()));
  IgnoreErrors errors;
  Tokenizer tokenizer(&stream, &errors);
  std::vector<Token> tokens;
  while (tokenizer.Next()) {
    const auto& token = tokenizer.current();
    tokens.push_back({token.type,
                      token.text,
                      {token.line + 1, token.column + 1, token.line + 1, token.end_column + 1}});
  }
  return tokens;
}

Span Cover(const Span& from, const Span& to) {
  return {from.line, from.column, to.end_line, to.end_column};
}

// Blanks what the parser does not know and remembers it.
class EditionRewriter {
 public:
  EditionRewriter(std::string_view original, SourceText& result)
      : tokens_(Tokenize(original)), index_(original), result_(result) {
    text_.assign(original);
  }

  Status Run() {
    const Status edition = RewriteEdition();
    if (!edition.ok()) return edition;
    for (size_t i = 0; i < tokens_.size(); ++i) {
      if (i > 0 && !EndsStatement(tokens_[i - 1])) continue;
      if (Is(i, "reserved")) RewriteReserved(i);
      if (Is(i, "import") && Is(i + 1, "option")) {
        Blank(tokens_[i + 1].span);
        const size_t end = FindSemicolon(i);
        result_.option_imports.push_back(Cover(tokens_[i].span, tokens_[end].span));
      }
      if (Is(i, "export") || Is(i, "local")) BlankModifier(i);
    }
    result_.rewritten = std::string(kProto3Prefix) + text_;
    result_.has_prefix = true;
    return Ok();
  }

 private:
  [[nodiscard]] bool Is(size_t i, std::string_view text) const {
    return i < tokens_.size() && tokens_[i].text == text;
  }
  [[nodiscard]] bool IsIdentifier(size_t i) const {
    return i < tokens_.size() && tokens_[i].type == Tokenizer::TYPE_IDENTIFIER;
  }
  static bool EndsStatement(const Token& token) {
    return token.text == ";" || token.text == "{" || token.text == "}";
  }
  // The end of the statement that starts at `i`; with a block or the end of the file in between it
  // has none, and its last token is meant.
  [[nodiscard]] size_t FindSemicolon(size_t i) const {
    while (i + 1 < tokens_.size() && !EndsStatement(tokens_[i])) ++i;
    return i;
  }

  void Blank(const Span& span) {
    const size_t end = index_.Offset(span.end_line, span.end_column);
    for (size_t i = index_.Offset(span.line, span.column); i < end; ++i) {
      if (text_[i] != '\n' && text_[i] != '\t' && text_[i] != '\r') text_[i] = ' ';
    }
  }

  Status RewriteEdition() {
    const size_t end = FindSemicolon(0);
    result_.edition_span = Cover(tokens_[0].span, tokens_[end].span);
    const std::string value = end >= 3 ? tokens_[2].text : "";
    const bool quoted =
        value.size() >= 2 && (value[0] == '"' || value[0] == '\'') && value.back() == value[0];
    if (quoted) result_.edition = schema::EditionOf(value.substr(1, value.size() - 2));
    if (result_.edition == schema::Edition::kUnknown) {
      return AnalysisError(fmt::format(
          "{}:{}: Edition {} is not supported; this version reads editions 2023, 2024 and 2026.",
          tokens_[0].span.line, tokens_[0].span.column, Printable(value)));
    }
    Blank(result_.edition_span);
    return Ok();
  }

  void RewriteReserved(size_t i) {
    if (!IsIdentifier(i + 1)) return;
    const size_t end = FindSemicolon(i);
    // The parser complains about what is not a statement.
    if (!Is(end, ";")) return;
    for (size_t j = i + 1; j < end; ++j) {
      if (IsIdentifier(j)) {
        result_.reserved_identifiers.push_back({tokens_[j].text, tokens_[j].span});
      }
    }
    Blank(Cover(tokens_[i].span, tokens_[end].span));
  }

  void BlankModifier(size_t i) {
    const bool declaration =
        (Is(i + 1, "message") || Is(i + 1, "enum")) && IsIdentifier(i + 2) && Is(i + 3, "{");
    if (declaration) Blank(tokens_[i].span);
  }

  std::vector<Token> tokens_;
  SourceIndex index_;
  SourceText& result_;
  std::string text_;
};

}  // namespace

Span SourceText::Original(Span span) const {
  if (!has_prefix || !span.known()) return span;
  if (span.line == 1) span.column = std::max(1, span.column - kPrefixWidth);
  if (span.end_line == 1) span.end_column = std::max(1, span.end_column - kPrefixWidth);
  return span;
}

Result<SourceText> PrepareSource(std::string_view text) {
  SourceText source;
  if (text.substr(0, kByteOrderMark.size()) == kByteOrderMark) {
    text.remove_prefix(kByteOrderMark.size());
  }
  if (IsUtf16(text)) {
    return AnalysisError("1:1: The file is UTF-16 text. Save it as UTF-8.");
  }
  const Outline outline = ScanOutline(text);
  if (outline.too_deep.has_value()) {
    const Span at = SourceIndex(text).Position(*outline.too_deep);
    return AnalysisError(
        fmt::format("{}:{}: Nested more than {} levels deep. Move what is inside into messages of "
                    "its own.",
                    at.line, at.column, kMaxNesting));
  }
  if (outline.first_word == "edition") {
    const Status rewritten = EditionRewriter(text, source).Run();
    if (!rewritten.ok()) return rewritten.error();
  } else if (outline.first_word != "syntax") {
    // Without a syntax statement the language is proto2, and the parser would print a warning.
    source.rewritten.reserve(text.size() + kProto2Prefix.size());
    source.rewritten.append(kProto2Prefix).append(text);
    source.has_prefix = true;
  }
  source.original = text;
  return source;
}

}  // namespace protowarden::load
