// SPDX-License-Identifier: Apache-2.0
#include "analyzer/base/markup.h"

#include "analyzer/base/text.h"

namespace protowarden {

std::string EscapeMarkup(std::string_view text, bool keep_newlines) {
  std::string escaped;
  for (const char c : Printable(text, keep_newlines)) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      case '\n':
        escaped += "&#10;";
        break;
      default:
        escaped.push_back(c);
    }
  }
  // Two code points that UTF-8 has and XML has not.
  for (const std::string_view nothing : {"\xEF\xBF\xBE", "\xEF\xBF\xBF"}) {
    for (size_t at = escaped.find(nothing); at != std::string::npos; at = escaped.find(nothing)) {
      escaped.replace(at, nothing.size(), "\xEF\xBF\xBD");
    }
  }
  return escaped;
}

}  // namespace protowarden
