// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/text_layout.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "analyzer/base/text.h"

namespace protowarden::report {
namespace {

constexpr size_t kTabStop = 8;      // of source columns
constexpr size_t kTabShown = 4;     // columns a tab takes in the report
constexpr size_t kCutContext = 12;  // columns kept before the underlined part of a cut line
constexpr std::string_view kCut = "...";

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
// Combining marks, joiners and variation selectors.
constexpr std::array<CodePointRange, 4> kZeroWidth = {
    {{0x0300, 0x036F}, {0x200B, 0x200F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}}};

template <size_t N>
bool IsIn(const std::array<CodePointRange, N>& ranges, uint32_t code) {
  return std::any_of(ranges.begin(), ranges.end(), [code](const CodePointRange& range) {
    return code >= range.first && code <= range.last;
  });
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

size_t SequenceWidth(std::string_view sequence) {
  const uint32_t code = Decode(sequence);
  if (code < 0x300) return 1;
  if (IsIn(kZeroWidth, code)) return 0;
  return IsIn(kWide, code) ? 2 : 1;
}

// One character of a source line.
struct Glyph {
  std::string text;
  size_t source_column;  // 0-based
  size_t width;          // columns shown
};

std::vector<Glyph> Glyphs(std::string_view line) {
  std::vector<Glyph> glyphs;
  glyphs.reserve(line.size());
  size_t column = 0;
  while (!line.empty()) {
    const size_t length = SequenceLength(line);
    if (line.front() == '\t') {
      glyphs.push_back({std::string(kTabShown, ' '), column, kTabShown});
      column += kTabStop - column % kTabStop;
    } else {
      std::string text = Printable(line.substr(0, length));
      const size_t width = SequenceWidth(line.substr(0, length));
      glyphs.push_back({std::move(text), column, width});
      column += length;
    }
    line.remove_prefix(length);
  }
  return glyphs;
}

std::string_view TrimEnd(std::string_view line) {
  const size_t last = line.find_last_not_of(" \t\r\n");
  return last == std::string_view::npos ? std::string_view() : line.substr(0, last + 1);
}

// Cuts a shown line to `width` columns, keeping the start of the underlined part.
ShownLine Cut(const std::vector<Glyph>& glyphs, const ShownLine& whole, size_t width) {
  const size_t skip = whole.underline + kCutContext > width
                          ? whole.underline - std::min(whole.underline, kCutContext)
                          : 0;
  ShownLine cut;
  size_t at = 0;     // column in the whole line
  size_t shown = 0;  // columns written
  size_t skipped = 0;
  if (skip > 0) {
    cut.text = kCut;
    shown = kCut.size();
  }
  for (const Glyph& glyph : glyphs) {
    if (at < skip) {
      at += glyph.width;
      skipped = at;
      continue;
    }
    if (shown + glyph.width + kCut.size() > width) {
      cut.text += kCut;
      shown += kCut.size();
      break;
    }
    cut.text += glyph.text;
    shown += glyph.width;
    at += glyph.width;
  }
  cut.underline = whole.underline - skipped + (skip > 0 ? kCut.size() : 0);
  cut.length = std::max<size_t>(1, std::min(whole.length, shown - std::min(shown, cut.underline)));
  return cut;
}

}  // namespace

size_t DisplayWidth(std::string_view text) {
  size_t width = 0;
  while (!text.empty()) {
    const size_t length = SequenceLength(text);
    width += SequenceWidth(text.substr(0, length));
    text.remove_prefix(length);
  }
  return width;
}

std::string Wrap(std::string_view text, size_t width, size_t used, size_t indent) {
  std::string wrapped;
  size_t column = used;
  bool at_start = true;
  for (const std::string_view word : Split(text, ' ')) {
    if (word.empty()) continue;
    const size_t length = DisplayWidth(word);
    if (!at_start && column + 1 + length > width) {
      wrapped.push_back('\n');
      wrapped.append(indent, ' ');
      column = indent;
      at_start = true;
    }
    if (!at_start) {
      wrapped.push_back(' ');
      ++column;
    }
    wrapped.append(word);
    column += length;
    at_start = false;
  }
  return wrapped;
}

std::string Thousands(size_t number) {
  std::string digits = std::to_string(number);
  for (size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, 1, ',');
  }
  return digits;
}

ShownLine ShowLine(std::string_view line, int column, int end_column, size_t width) {
  const std::vector<Glyph> glyphs = Glyphs(TrimEnd(line));
  const size_t first = column > 0 ? static_cast<size_t>(column) - 1 : 0;
  const size_t end = end_column > 0 ? static_cast<size_t>(end_column) - 1 : SIZE_MAX;
  ShownLine shown;
  size_t at = 0;
  size_t underline_end = 0;
  bool started = false;
  for (const Glyph& glyph : glyphs) {
    if (!started && glyph.source_column >= first) {
      shown.underline = at;
      started = true;
    }
    shown.text += glyph.text;
    at += glyph.width;
    if (glyph.source_column < end) underline_end = at;
  }
  if (!started) shown.underline = at;
  shown.length = underline_end > shown.underline ? underline_end - shown.underline : 1;
  return at <= width ? shown : Cut(glyphs, shown, width);
}

}  // namespace protowarden::report
