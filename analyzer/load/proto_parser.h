// SPDX-License-Identifier: Apache-2.0
//
// .proto source text -> schema::File (not linked). Wraps libprotobuf's parser.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/schema/schema.h"

namespace protowarden::load {

struct ParsedProto {
  std::unique_ptr<schema::File> file;  // null when the text could not be parsed
  std::vector<schema::Diagnostic> errors;
};

// `path` becomes File::path, `display_path` stands in errors and findings. All errors of the file
// are returned. Safe to call from several threads.
[[nodiscard]] ParsedProto ParseProto(const std::string& path, const std::string& display_path,
                                     std::string_view text);

}  // namespace protowarden::load
