// SPDX-License-Identifier: Apache-2.0
//
// Options of a descriptor -> OptionSet, whether they are uninterpreted (source), known fields or
// bytes (descriptor sets).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/schema/option.h"

namespace google::protobuf {
class Message;
}  // namespace google::protobuf

namespace protowarden {
class SourceIndex;
}

namespace protowarden::load {

// Reads an XxxOptions message. `spans[i]` is the position of uninterpreted option i; missing ones
// are unknown. With `source` (may be null) the fields inside aggregate values get positions of
// their own. Fields that this libprotobuf does not know and that are not `features` are returned
// serialized in `unknown` for the linker.
void ReadOptions(const google::protobuf::Message& options, const std::vector<Span>& spans,
                 const SourceIndex* source, schema::OptionSet& result, std::string& unknown);

}  // namespace protowarden::load
