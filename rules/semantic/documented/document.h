// SPDX-License-Identifier: Apache-2.0
//
// A comment as a reader sees it: paragraphs and list items of words, without decoration, markup,
// links, code blocks, licence headers and notes to tools.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/schema/model.h"

namespace protowarden::rules::semantic::documented {

struct Word {
  // Code spans and quoted texts are one word whatever they hold: `a b`, "a b".
  std::string text;
  int32_t line = 0;
};

// A paragraph, a heading or a list item.
using Block = std::vector<Word>;
using Document = std::vector<Block>;

// Longer comments are cut: nobody reads them, and work must stay bounded.
inline constexpr size_t kMaxCommentBytes = size_t{64} << 10U;

// Leading and trailing comment of an element with the lines they stand on; without a leading one,
// the detached comment above it. `has_body`: the element has braces, and a trailing comment stands
// behind the opening one.
[[nodiscard]] Document ReadComments(const schema::Element& element, bool has_body);

// One comment whose first line is `line`.
[[nodiscard]] Document ReadText(std::string_view text, int32_t line);

}  // namespace protowarden::rules::semantic::documented
