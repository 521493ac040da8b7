// SPDX-License-Identifier: Apache-2.0
#include "llm/clean_text.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "analyzer/base/text.h"

namespace protowarden::llm {
namespace {

struct Range {
  uint32_t first;
  uint32_t last;
};

constexpr auto kUnseen = std::to_array<Range>({
    {0x00, 0x08},     {0x0B, 0x1F},     {0x7F, 0x9F},       {0xAD, 0xAD},       {0x34F, 0x34F},
    {0x61C, 0x61C},   {0x115F, 0x1160}, {0x17B4, 0x17B5},   {0x180B, 0x180F},   {0x200B, 0x200F},
    {0x2028, 0x202E}, {0x2060, 0x206F}, {0x3164, 0x3164},   {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},
    {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFB}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
});

bool IsUnseen(uint32_t code) {
  return std::any_of(kUnseen.begin(), kUnseen.end(), [code](const Range& range) {
    return code >= range.first && code <= range.last;
  });
}

// The length of the well-formed character that `text` starts with; 0 when there is none.
size_t CharacterLength(std::string_view text) {
  const auto lead = static_cast<uint8_t>(text.front());
  size_t length = 1;
  if (lead >= 0xF0) {
    length = 4;
  } else if (lead >= 0xE0) {
    length = 3;
  } else if (lead >= 0x80) {
    length = 2;
  }
  return length <= text.size() && IsValidUtf8(text.substr(0, length)) ? length : 0;
}

uint32_t CodePoint(std::string_view character) {
  const auto lead = static_cast<uint8_t>(character.front());
  if (character.size() == 1) return lead;
  uint32_t code = lead & (0x7FU >> character.size());
  for (const char byte : character.substr(1)) {
    code = (code << 6U) | (static_cast<uint8_t>(byte) & 0x3FU);
  }
  return code;
}

}  // namespace

std::string CleanText(std::string_view text, size_t limit) {
  static constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
  static constexpr std::string_view kCut = " [cut]";
  std::string clean;
  while (!text.empty()) {
    const size_t length = CharacterLength(text);
    const std::string_view character = length == 0 ? kReplacement : text.substr(0, length);
    text.remove_prefix(std::max<size_t>(length, 1));
    if (IsUnseen(CodePoint(character))) continue;
    if (clean.size() + character.size() > limit) return clean.append(kCut);
    clean.append(character);
  }
  return clean;
}

std::string OneLine(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!space) {
      line.push_back(c);
    } else if (!line.empty() && line.back() != ' ') {
      line.push_back(' ');
    }
  }
  if (line.ends_with(' ')) line.pop_back();
  return line;
}

}  // namespace protowarden::llm
