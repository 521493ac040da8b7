// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/validation/cel_text.h"

#include <algorithm>
#include <cctype>

#include "analyzer/base/text.h"
#include "rules/option_text.h"

namespace protowarden::rules::semantic {
namespace {

using schema::Option;

bool IsWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// The length of a quoted text at the start of `text`, its quotes included.
size_t QuotedLength(std::string_view text, std::string_view quote, bool raw) {
  for (size_t at = quote.size(); at < text.size(); ++at) {
    if (text[at] == '\\' && !raw) {
      ++at;
    } else if (text.substr(at).starts_with(quote)) {
      return at + quote.size();
    }
  }
  return text.size();
}

// Texts with the same quotes around them, where neither kind of quote is in them.
void AddQuoted(std::string_view quoted, std::string& out) {
  const bool plain = quoted.size() >= 2 && quoted.front() == quoted.back() &&
                     quoted.find_first_of("\"\\", 1) >= quoted.size() - 1;
  if (quoted.front() == '\'' && plain) {
    out.push_back('"');
    out.append(quoted.substr(1, quoted.size() - 2));
    out.push_back('"');
  } else {
    out.append(quoted);
  }
}

}  // namespace

std::string NormalizeCel(std::string_view expression) {
  std::string out;
  bool space = false;
  for (size_t at = 0; at < expression.size();) {
    const char c = expression[at];
    const std::string_view rest = expression.substr(at);
    if (std::isspace(static_cast<unsigned char>(c)) != 0) {
      space = true;
      ++at;
      continue;
    }
    if (rest.starts_with("//")) {
      at = std::min(expression.size(), expression.find('\n', at));
      space = true;
      continue;
    }
    // Space counts between words only ("a in b"), and between signs ("1 - -1").
    const bool apart =
        !out.empty() && ((IsWord(out.back()) && IsWord(c)) || (out.back() == '-' && c == '-'));
    if (space && apart) out.push_back(' ');
    space = false;
    if (c == '"' || c == '\'') {
      const std::string triple(3, c);
      const bool is_triple = rest.starts_with(triple);
      const bool raw = !out.empty() && (out.back() == 'r' || out.back() == 'R');
      const size_t length =
          QuotedLength(rest, is_triple ? std::string_view(triple) : rest.substr(0, 1), raw);
      if (is_triple) {
        out.append(rest.substr(0, length));
      } else {
        AddQuoted(rest.substr(0, length), out);
      }
      at += length;
      continue;
    }
    out.push_back(c);
    ++at;
  }
  return out;
}

void AddCelExpressions(const Option* option, std::vector<std::string>& expressions) {
  for (const Option& rule : schema::ItemsOf(option)) {
    const Option* text = rule.IsScalar() ? &rule : rule.Child("expression");
    for (const std::string_view expression : ScalarsOf(text)) {
      expressions.push_back(NormalizeCel(expression));
    }
  }
}

std::string OptionText(const Option& option) {
  std::string value = option.text;
  if (option.kind == Option::Kind::kString) value = Quote(option.text);
  if (!option.IsScalar()) {
    std::vector<std::string> parts;
    for (const Option& child : option.children) parts.push_back(OptionText(child));
    // The order of fields has no meaning, that of list items has.
    if (option.kind == Option::Kind::kMessage) std::sort(parts.begin(), parts.end());
    value += "{" + Join(parts, ", ") + "}";
  }
  return option.name.empty() ? value : option.name + ": " + value;
}

}  // namespace protowarden::rules::semantic
