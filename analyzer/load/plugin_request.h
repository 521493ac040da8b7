// SPDX-License-Identifier: Apache-2.0
//
// What protoc, or buf in its place, asks a plugin: a CodeGeneratorRequest.
// Source: google/protobuf/compiler/plugin.proto
#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/schema/model.h"

namespace protowarden::load {

struct PluginRequest {
  std::string parameter;          // --NAME_opt, unparsed
  std::set<std::string> targets;  // file_to_generate
  // FileDescriptorProto, encoded; of targets the one with source-retention options if there is one.
  // Views of the bytes that were read.
  std::vector<std::string_view> descriptors;
};

// `bytes` must outlive the result. Fails when they are no complete request.
[[nodiscard]] Result<PluginRequest> ReadPluginRequest(std::string_view bytes);

// The files of a request, not linked; `targets` are to be analysed, the others are their imports.
[[nodiscard]] Result<std::vector<std::unique_ptr<schema::File>>> ReadFiles(
    const PluginRequest& request);

}  // namespace protowarden::load
