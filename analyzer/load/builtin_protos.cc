// SPDX-License-Identifier: Apache-2.0
#include "analyzer/load/builtin_protos.h"

#include <algorithm>
#include <array>

namespace protowarden::load {

std::optional<std::string_view> BuiltinProto(std::string_view import_path) {
  static constexpr std::array<std::string_view, 3> kLaterFiles = {
      "google/protobuf/cpp_features.proto", "google/protobuf/go_features.proto",
      "google/protobuf/java_features.proto"};
  const auto files = BuiltinFiles();
  const auto found = std::lower_bound(
      files.begin(), files.end(), import_path,
      [](const EmbeddedFile& file, std::string_view path) { return file.path < path; });
  if (found != files.end() && found->path == import_path) return found->text;
  const bool later =
      std::find(kLaterFiles.begin(), kLaterFiles.end(), import_path) != kLaterFiles.end();
  return later ? std::optional<std::string_view>("") : std::nullopt;
}

}  // namespace protowarden::load
