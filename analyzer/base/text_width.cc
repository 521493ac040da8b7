// SPDX-License-Identifier: Apache-2.0
#include "analyzer/base/text_width.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "analyzer/base/text.h"

namespace protowarden {
namespace {

struct CodePointRange {
  uint32_t first;
  uint32_t last;
};

// The blocks that matter in practice.
// Source: https://www.unicode.org/reports/tr11/ (East Asian Width W and F).
constexpr std::array<CodePointRange, 9> kWide = {{{0x1100, 0x115F},
                                                  {0x2E80, 0x303E},
                                                  {0x3041, 0xA4CF},
                                                  {0xAC00, 0xD7A3},
                                                  {0xF900, 0xFAFF},
                                                  {0xFE30, 0xFE6F},
                                                  {0xFF00, 0xFF60},
                                                  {0x1F300, 0x1FAFF},
                                                  {0x20000, 0x3FFFD}}};
// Control and format characters, combining marks, line separators.
constexpr std::array<CodePointRange, 9> kZeroWidth = {{{0x00, 0x1F},
                                                       {0x7F, 0x9F},
                                                       {0xAD, 0xAD},
                                                       {0x0300, 0x036F},
                                                       {0x200B, 0x200F},
                                                       {0x2028, 0x202E},
                                                       {0x20D0, 0x20FF},
                                                       {0xFE00, 0xFE0F},
                                                       {0xFEFF, 0xFEFF}}};
constexpr uint32_t kJoiner = 0x200D;
constexpr uint32_t kEmojiSelector = 0xFE0F;
constexpr CodePointRange kSkinTones = {0x1F3FB, 0x1F3FF};
constexpr CodePointRange kFlagLetters = {0x1F1E6, 0x1F1FF};
// What attaches to the character before it.
constexpr std::array<CodePointRange, 5> kExtending = {
    {{0x0300, 0x036F}, {0x200C, 0x200D}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, kSkinTones}};

bool IsIn(const CodePointRange& range, uint32_t code) {
  return code >= range.first && code <= range.last;
}

template <size_t N>
bool IsIn(const std::array<CodePointRange, N>& ranges, uint32_t code) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [code](const CodePointRange& range) { return IsIn(range, code); });
}

// Length of the UTF-8 sequence that a byte opens; 1 for anything malformed.
size_t SequenceLength(std::string_view text) {
  const auto lead = static_cast<uint8_t>(text.front());
  const size_t length = lead < 0xC2 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 1;
  return IsValidUtf8(text.substr(0, length)) ? std::min(length, text.size()) : 1;
}

uint32_t Decode(std::string_view sequence) {
  const auto byte = [&](size_t i) {
    return static_cast<uint32_t>(static_cast<uint8_t>(sequence[i]));
  };
  switch (sequence.size()) {
    case 2:
      return (byte(0) & 0x1FU) << 6U | (byte(1) & 0x3FU);
    case 3:
      return (byte(0) & 0x0FU) << 12U | (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU);
    case 4:
      return (byte(0) & 0x07U) << 18U | (byte(1) & 0x3FU) << 12U | (byte(2) & 0x3FU) << 6U |
             (byte(3) & 0x3FU);
    default:
      return byte(0);
  }
}

size_t WidthOf(uint32_t code) {
  if (IsIn(kZeroWidth, code)) return 0;
  return IsIn(kWide, code) ? 2 : 1;
}

bool IsAscii(char c) { return static_cast<uint8_t>(c) < 0x80; }

}  // namespace

Character FirstCharacter(std::string_view text) {
  if (text.front() == '\t') return {};
  const bool simple = IsAscii(text.front()) && (text.size() == 1 || IsAscii(text[1]));
  Character character;
  character.length = SequenceLength(text);
  uint32_t code = Decode(text.substr(0, character.length));
  character.width = character.length == 1 && !IsAscii(text.front()) ? 1 : WidthOf(code);
  if (simple) return character;
  bool flag = IsIn(kFlagLetters, code);
  while (character.length < text.size()) {
    const std::string_view rest = text.substr(character.length);
    const size_t length = SequenceLength(rest);
    const uint32_t next = Decode(rest.substr(0, length));
    const bool second_letter = flag && IsIn(kFlagLetters, next);
    const bool joined = code == kJoiner && character.width == 2;
    if (!second_letter && !joined && !IsIn(kExtending, next)) break;
    if (second_letter || (next == kEmojiSelector && character.width == 1)) character.width = 2;
    flag = false;
    character.length += length;
    code = next;
  }
  return character;
}

size_t NextColumn(size_t column, std::string_view text) {
  while (!text.empty()) {
    if (text.front() == '\t') {
      column += kTabStop - column % kTabStop;
      text.remove_prefix(1);
      continue;
    }
    const Character character = FirstCharacter(text);
    column += character.width;
    text.remove_prefix(character.length);
  }
  return column;
}

}  // namespace protowarden
