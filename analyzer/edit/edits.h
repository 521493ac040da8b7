// SPDX-License-Identifier: Apache-2.0
//
// Changes to a text as a list of replaced byte ranges. Deciding on edits, applying them and showing
// them as a patch are separate steps.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace protowarden::edit {

// Replaces `length` bytes at `offset` by `text`.
struct Edit {
  size_t offset = 0;
  size_t length = 0;
  std::string text;

  friend bool operator==(const Edit&, const Edit&) = default;
};

// Brings edits into the order of their place; insertions at one place keep their order and come
// before a replacement that begins there.
void Sort(std::vector<Edit>& edits);

// The changed text. `edits` are sorted, lie inside the text and do not overlap (asserted).
[[nodiscard]] std::string Apply(std::string_view text, const std::vector<Edit>& edits);

}  // namespace protowarden::edit
