// SPDX-License-Identifier: Apache-2.0
//
// google/protobuf/*.proto, which every protobuf compiler brings along. Their text is that of the
// libprotobuf this binary was built with.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "analyzer/base/embedded_file.h"

namespace protowarden::load {

// Generated; sorted by path.
[[nodiscard]] std::span<const EmbeddedFile> BuiltinFiles();

// The text of a built-in file; nullopt when there is none of that path. Files that newer protobuf
// releases add (cpp_features.proto, ...) have an empty text where the library is older: what they
// define is known to schema/features.h.
[[nodiscard]] std::optional<std::string_view> BuiltinProto(std::string_view import_path);

}  // namespace protowarden::load
