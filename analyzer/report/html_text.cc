// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/html_text.h"

#include "analyzer/base/base64.h"
#include "analyzer/base/hash.h"

namespace protowarden::report {

std::string ScriptJson(const Json& json) {
  std::string safe;
  for (const char c : json.dump(-1, ' ', false, Json::error_handler_t::replace)) {
    switch (c) {
      case '<':
        safe += "\\u003c";
        break;
      case '>':
        safe += "\\u003e";
        break;
      case '&':
        safe += "\\u0026";
        break;
      default:
        safe.push_back(c);
    }
  }
  return safe;
}

std::string ContentHash(std::string_view text) { return "sha256-" + Base64(Sha256(text)); }

std::string FillTemplate(std::string_view page,
                         const std::map<std::string_view, std::string>& values) {
  std::string filled;
  for (size_t begin = page.find("{{"); begin != std::string_view::npos; begin = page.find("{{")) {
    const size_t end = page.find("}}", begin);
    if (end == std::string_view::npos) break;
    filled += page.substr(0, begin);
    const auto value = values.find(page.substr(begin + 2, end - begin - 2));
    if (value != values.end()) filled += value->second;
    page.remove_prefix(end + 2);
  }
  return filled.append(page);
}

}  // namespace protowarden::report
