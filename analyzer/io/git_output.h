// SPDX-License-Identifier: Apache-2.0
//
// What git prints, as values. Strict: an answer that is cut short or not understood is an error, so
// that no file is overlooked.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"

namespace protowarden::io {

// An entry of a tree or of the index. Refers to the parsed text.
struct ListedFile {
  std::string_view mode;   // "100644"
  std::string_view id;     // object id
  std::string_view stage;  // "0", or "1" to "3" of a merge conflict; empty in a tree
  std::string_view path;
};

// Items that end with NUL each, as `-z` makes them. `command` stands in errors: "ls-tree".
[[nodiscard]] Result<std::vector<std::string_view>> ParseNulSeparated(std::string_view text,
                                                                      std::string_view command);
// `git ls-tree -r -z`: "mode type id\tpath".
[[nodiscard]] Result<std::vector<ListedFile>> ParseLsTree(std::string_view text);
// `git ls-files -s -z`: "mode id stage\tpath".
[[nodiscard]] Result<std::vector<ListedFile>> ParseLsFiles(std::string_view text);
// The first line of an answer of `git cat-file --batch`: "id type size". The size, or nullopt when
// it tells that there is no such object.
[[nodiscard]] std::optional<size_t> ParseBatchHeader(std::string_view line);

}  // namespace protowarden::io
