// SPDX-License-Identifier: Apache-2.0
//
// Reads the import and package statements of a .proto file without parsing the rest: enough to know
// which unchanged files a change can reach.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace protowarden::load {

struct Header {
  std::string package;
  std::vector<std::string> imports;         // as written
  std::vector<std::string> public_imports;  // a subset of `imports`
};

[[nodiscard]] Header ScanHeader(std::string_view text);

}  // namespace protowarden::load
