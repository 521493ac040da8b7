// SPDX-License-Identifier: Apache-2.0
#include "analyzer/load/wire_fields.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

#include <limits>

namespace protowarden::load {

bool ForEachField(std::string_view message,
                  const std::function<bool(int number, std::string_view)>& visit) {
  using google::protobuf::internal::WireFormatLite;
  if (message.size() > static_cast<size_t>(std::numeric_limits<int>::max())) return false;
  google::protobuf::io::CodedInputStream input(reinterpret_cast<const uint8_t*>(message.data()),
                                               static_cast<int>(message.size()));
  while (const uint32_t tag = input.ReadTag()) {
    if (WireFormatLite::GetTagWireType(tag) != WireFormatLite::WIRETYPE_LENGTH_DELIMITED) {
      if (!WireFormatLite::SkipField(&input, tag)) return false;
      continue;
    }
    uint32_t size = 0;
    if (!input.ReadVarint32(&size)) return false;
    const auto at = static_cast<size_t>(input.CurrentPosition());
    if (size > message.size() - at) return false;
    if (!visit(WireFormatLite::GetTagFieldNumber(tag), message.substr(at, size))) return false;
    if (!input.Skip(static_cast<int>(size))) return false;
  }
  return input.ConsumedEntireMessage();
}

}  // namespace protowarden::load
