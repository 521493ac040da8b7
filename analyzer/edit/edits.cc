// SPDX-License-Identifier: Apache-2.0
#include "analyzer/edit/edits.h"

#include <algorithm>
#include <cassert>

namespace protowarden::edit {

void Sort(std::vector<Edit>& edits) {
  std::stable_sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) {
    if (a.offset != b.offset) return a.offset < b.offset;
    return a.length == 0 && b.length != 0;
  });
}

std::string Apply(std::string_view text, const std::vector<Edit>& edits) {
  std::string result;
  size_t done = 0;
  for (const Edit& edit : edits) {
    assert(edit.offset >= done && edit.offset + edit.length <= text.size());
    result.append(text.substr(done, edit.offset - done)).append(edit.text);
    done = edit.offset + edit.length;
  }
  result.append(text.substr(done));
  return result;
}

}  // namespace protowarden::edit
