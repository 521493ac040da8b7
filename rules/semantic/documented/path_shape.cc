// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/documented/path_shape.h"

#include <vector>

#include "analyzer/base/text.h"

namespace protowarden::rules::semantic::documented {

std::string PathShape(std::string_view text) {
  static constexpr std::string_view kOpen = "{<[";
  static constexpr std::string_view kClose = "}>]";
  std::vector<std::string> segments(1);
  int depth = 0;
  for (const char letter : text) {
    if (kOpen.find(letter) != std::string_view::npos) ++depth;
    if (letter == '/' && depth == 0) {
      segments.emplace_back();
    } else if (letter != ' ') {
      segments.back().push_back(letter);
    }
    if (kClose.find(letter) != std::string_view::npos && depth > 0) --depth;
  }
  for (std::string& piece : segments) {
    piece = piece.find_first_of("{*[<") == std::string::npos ? ToLower(piece) : "*";
  }
  return Join(segments, "/");
}

}  // namespace protowarden::rules::semantic::documented
