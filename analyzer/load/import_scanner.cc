// SPDX-License-Identifier: Apache-2.0
#include "analyzer/load/import_scanner.h"

#include <algorithm>
#include <cctype>

namespace protowarden::load {
namespace {

bool IsWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// Steps over tokens; comments and white space never become one. Strings keep their quotes.
class Words {
 public:
  explicit Words(std::string_view text) : text_(text) {}

  // The next token; empty at the end.
  std::string_view Next() {
    SkipSpaceAndComments();
    if (at_ >= text_.size()) return {};
    const size_t start = at_;
    const char c = text_[at_];
    if (c == '"' || c == '\'') {
      ++at_;
      while (at_ < text_.size() && text_[at_] != c && text_[at_] != '\n') {
        at_ += text_[at_] == '\\' ? 2 : 1;
      }
      at_ = std::min(at_ + 1, text_.size());
    } else if (IsWord(c)) {
      while (at_ < text_.size() && (IsWord(text_[at_]) || text_[at_] == '.')) ++at_;
    } else {
      ++at_;
    }
    return text_.substr(start, at_ - start);
  }

 private:
  void SkipSpaceAndComments() {
    while (at_ < text_.size()) {
      if (std::isspace(static_cast<unsigned char>(text_[at_])) != 0) {
        ++at_;
      } else if (text_.substr(at_, 2) == "//") {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (text_.substr(at_, 2) == "/*") {
        const size_t end = text_.find("*/", at_ + 2);
        at_ = end == std::string_view::npos ? text_.size() : end + 2;
      } else {
        return;
      }
    }
  }

  std::string_view text_;
  size_t at_ = 0;
};

bool IsString(std::string_view token) {
  return token.size() >= 2 && (token.front() == '"' || token.front() == '\'');
}

}  // namespace

Header ScanHeader(std::string_view text) {
  Header header;
  Words words(text);
  bool statement_start = true;
  for (std::string_view token = words.Next(); !token.empty();) {
    if (statement_start && token == "package") {
      header.package = words.Next();
    } else if (statement_start && token == "import") {
      std::string_view path = words.Next();
      const bool is_public = path == "public";
      if (!IsString(path)) path = words.Next();
      if (IsString(path)) {
        header.imports.emplace_back(path.substr(1, path.size() - 2));
        if (is_public) header.public_imports.push_back(header.imports.back());
      }
    }
    statement_start = token == ";" || token == "}";
    token = words.Next();
  }
  return header;
}

}  // namespace protowarden::load
