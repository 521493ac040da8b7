// SPDX-License-Identifier: Apache-2.0
//
// Markdown and HTML inside a paragraph: what is left are words.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "rules/semantic/documented/document.h"

namespace protowarden::rules::semantic::documented {

struct LineStart {
  size_t offset;
  int32_t line;
};

// The words of a paragraph; HTML paragraphs and list items begin further blocks. Links become their
// text, addresses the word URL (but scopes stay), code spans and quoted texts one word each.
[[nodiscard]] std::vector<Block> ReadInline(std::string_view text,
                                            const std::vector<LineStart>& lines);

}  // namespace protowarden::rules::semantic::documented
