// SPDX-License-Identifier: Apache-2.0
//
// What the plugin answers: a CodeGeneratorResponse. Encoded by hand, because the fields about
// editions are newer than the libprotobuf that the project may be linked with.
// Source: google/protobuf/compiler/plugin.proto
#pragma once

#include <string>
#include <vector>

namespace protowarden::protoc {

struct OutputFile {
  std::string name;  // relative to the output folder, '/' separated
  std::string content;
};

struct Response {
  std::string error;  // not empty: the build fails, protoc prints it and writes no file
  std::vector<OutputFile> files;
};

// Always declares what the plugin can read: proto3 optional, editions, proto2 up to edition 2024.
[[nodiscard]] std::string Encode(const Response& response);

}  // namespace protowarden::protoc
