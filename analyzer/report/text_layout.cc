// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/text_layout.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "analyzer/base/text.h"
#include "analyzer/base/text_width.h"

namespace protowarden::report {
namespace {

constexpr size_t kTabShown = 4;     // columns a tab takes in the report
constexpr size_t kCutContext = 12;  // columns kept before the underlined part of a cut line
constexpr std::string_view kCut = "...";

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
    const Character character = FirstCharacter(line);
    const std::string_view text = line.substr(0, character.length);
    if (text == "\t") {
      glyphs.push_back({std::string(kTabShown, ' '), column, kTabShown});
    } else {
      std::string shown = Printable(text);
      const size_t width = shown == text ? character.width : 1;
      glyphs.push_back({std::move(shown), column, width});
    }
    column = NextColumn(column, text);
    line.remove_prefix(character.length);
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
    const Character character = FirstCharacter(text);
    width += character.width;
    text.remove_prefix(character.length);
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
