// SPDX-License-Identifier: Apache-2.0
//
// A text file compiled into the binary (see embed_files.cmake).
#pragma once

#include <string_view>

namespace protowarden {

struct EmbeddedFile {
  std::string_view path;  // relative, '/' separated
  std::string_view text;
};

}  // namespace protowarden
