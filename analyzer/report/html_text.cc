// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/html_text.h"

#include <cstdint>

#include "analyzer/base/hash.h"

namespace protowarden::report {
namespace {

uint32_t HexDigit(char c) { return static_cast<uint32_t>(c <= '9' ? c - '0' : c - 'a' + 10); }

// The Base64 text of bytes written in hex.
std::string Base64OfHex(std::string_view hex) {
  static constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  uint32_t bits = 0;
  int held = 0;
  for (const char c : hex) {
    bits = (bits << 4U) | HexDigit(c);
    held += 4;
    if (held < 6) continue;
    held -= 6;
    text.push_back(kDigits[(bits >> static_cast<unsigned>(held)) & 63U]);
  }
  if (held > 0) text.push_back(kDigits[(bits << static_cast<unsigned>(6 - held)) & 63U]);
  while (text.size() % 4 != 0) text.push_back('=');
  return text;
}

}  // namespace

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

std::string ContentHash(std::string_view text) { return "sha256-" + Base64OfHex(Sha256Hex(text)); }

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
