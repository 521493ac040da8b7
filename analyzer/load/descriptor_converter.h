// SPDX-License-Identifier: Apache-2.0
//
// FileDescriptorProto -> schema::File. Shared by source files and descriptor sets.
#pragma once

#include <functional>
#include <memory>

#include "analyzer/base/span.h"
#include "analyzer/schema/model.h"

namespace google::protobuf {
class FileDescriptorProto;
}  // namespace google::protobuf

namespace protowarden {
class SourceIndex;
}

namespace protowarden::load {

// Maps a position as recorded in SourceCodeInfo to one in the user's file.
using MapSpan = std::function<Span(const Span&)>;

// File::path and display_path are left to the caller. Positions and comments come from the proto's
// source_code_info; without it they are unknown. `source`, null for descriptor sets, tells the
// positions that the parser does not record: those inside aggregate options and of defaults.
[[nodiscard]] std::unique_ptr<schema::File> ConvertFile(
    const google::protobuf::FileDescriptorProto& proto, const MapSpan& map_span,
    const SourceIndex* source);

}  // namespace protowarden::load
