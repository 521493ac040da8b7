// SPDX-License-Identifier: Apache-2.0
//
// What a descriptor set in JSON says beyond the descriptor.proto of the linked libprotobuf:
// editions, features and which files of a buf image are imports. Custom options are not read: their
// encoding needs their definitions.
#pragma once

#include <string_view>

namespace google::protobuf {
class FileDescriptorSet;
}  // namespace google::protobuf

namespace protowarden::load {

// Adds it to `set`, which was parsed from the same text, as the unknown fields that the binary form
// would have.
void AddJsonExtensions(std::string_view json, google::protobuf::FileDescriptorSet& set);

}  // namespace protowarden::load
