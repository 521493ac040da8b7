// SPDX-License-Identifier: Apache-2.0
//
// How wide text is shown: what the columns of positions count (base/span.h) and reports lay out.
#pragma once

#include <cstddef>
#include <string_view>

namespace protowarden {

inline constexpr size_t kTabStop = 4;

// One character as a reader sees it: a code point with the marks, selectors, joined emoji and so on
// that belong to it.
struct Character {
  size_t length = 1;  // bytes; 1 for anything that is not UTF-8
  size_t width = 1;   // 0, 1 or 2; of a tab 1, see NextColumn
};

// The character that `text`, which is not empty, starts with.
[[nodiscard]] Character FirstCharacter(std::string_view text);

// Where the text after `text` starts, given where `text` does; both are counted from zero. A tab
// advances to the next multiple of kTabStop.
[[nodiscard]] size_t NextColumn(size_t column, std::string_view text);

}  // namespace protowarden
