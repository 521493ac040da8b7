// SPDX-License-Identifier: Apache-2.0
//
// Whether a short list of words has a word. Linear: for tables in code and words of a sentence.
#pragma once

#include <algorithm>
#include <string_view>

namespace protowarden {

template <typename List>
[[nodiscard]] bool Contains(const List& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

}  // namespace protowarden
