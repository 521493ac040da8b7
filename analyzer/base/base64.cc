// SPDX-License-Identifier: Apache-2.0
#include "analyzer/base/base64.h"

#include <cstdint>

namespace protowarden {
namespace {

std::string Encode(std::string_view bytes, std::string_view last_two) {
  static constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  const auto digit = [&](uint32_t value) {
    value &= 63U;
    return value < kDigits.size() ? kDigits[value] : last_two[value - kDigits.size()];
  };
  std::string text;
  uint32_t bits = 0;
  unsigned held = 0;
  for (const char byte : bytes) {
    bits = (bits << 8U) | static_cast<uint8_t>(byte);
    for (held += 8; held >= 6; text.push_back(digit(bits >> held))) held -= 6;
  }
  if (held > 0) text.push_back(digit(bits << (6 - held)));
  return text;
}

}  // namespace

std::string Base64(std::string_view bytes) {
  std::string text = Encode(bytes, "+/");
  while (text.size() % 4 != 0) text.push_back('=');
  return text;
}

std::string Base64Url(std::string_view bytes) { return Encode(bytes, "-_"); }

}  // namespace protowarden
