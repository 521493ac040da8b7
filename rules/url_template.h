// SPDX-License-Identifier: Apache-2.0
//
// The path template of google.api.http: "/v1/{name=projects/*}/books/{book_id}:lend".
// Source: https://github.com/googleapis/googleapis/blob/master/google/api/http.proto
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace protowarden::rules {

struct UrlTemplate {
  struct Variable {
    std::string field;         // its path, "user.email"
    bool has_pattern = false;  // {name=users/*}, not {name}
    // The segments that it takes.
    size_t first = 0;
    size_t count = 1;
  };

  // Literals, "*" (one segment) and "**" (any number), with variables replaced by their patterns.
  std::vector<std::string> segments;
  std::string verb;  // "lend"
  std::vector<Variable> variables;
};

// Reads what is no template as well as it can: as literals.
[[nodiscard]] UrlTemplate ParseUrlTemplate(std::string_view path);

// True when every URL of `narrow` is one of `wide`.
[[nodiscard]] bool Covers(const UrlTemplate& wide, const UrlTemplate& narrow);

}  // namespace protowarden::rules
