// SPDX-License-Identifier: Apache-2.0
#include "analyzer/mask/wire_reader.h"

namespace protowarden::mask {
namespace {

constexpr uint32_t kTypeBits = 3;
constexpr uint64_t kTypeMask = 7;
constexpr uint64_t kMaxNumber = (uint64_t{1} << 29U) - 1;

}  // namespace

bool WireReader::ReadVarint(uint64_t* value) {
  static constexpr uint32_t kBits = 64;
  *value = 0;
  for (uint32_t shift = 0; shift < kBits && !rest_.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    *value |= static_cast<uint64_t>(byte & 0x7FU) << shift;
    if ((byte & 0x80U) == 0) return true;
  }
  return false;
}

bool WireReader::Next(WireField* field) {
  const std::string_view start = rest_;
  uint64_t tag = 0;
  if (!ReadVarint(&tag)) return false;
  const uint64_t number = tag >> kTypeBits;
  if (number == 0 || number > kMaxNumber) return false;
  field->number = static_cast<int32_t>(number);
  field->type = static_cast<WireType>(tag & kTypeMask);
  field->bytes = {};
  uint64_t size = 0;
  switch (field->type) {
    case WireType::kVarint:
      if (!ReadVarint(&size)) return false;
      size = 0;
      break;
    case WireType::kFixed64:
      size = sizeof(uint64_t);
      break;
    case WireType::kFixed32:
      size = sizeof(uint32_t);
      break;
    case WireType::kBytes:
      if (!ReadVarint(&size) || size > rest_.size()) return false;
      field->bytes = rest_.substr(0, size);
      break;
    case WireType::kStartGroup:
    case WireType::kEndGroup:
      break;
    default:
      return false;
  }
  if (size > rest_.size()) return false;
  rest_.remove_prefix(size);
  field->raw = start.substr(0, start.size() - rest_.size());
  return true;
}

void AppendVarint(uint64_t value, std::string& out) {
  for (; value >= 0x80U; value >>= 7U) out.push_back(static_cast<char>((value & 0x7FU) | 0x80U));
  out.push_back(static_cast<char>(value));
}

void AppendTag(int32_t number, WireType type, std::string& out) {
  AppendVarint((static_cast<uint64_t>(number) << kTypeBits) | static_cast<uint64_t>(type), out);
}

void AppendBytes(int32_t number, std::string_view bytes, std::string& out) {
  AppendTag(number, WireType::kBytes, out);
  AppendVarint(bytes.size(), out);
  out.append(bytes);
}

}  // namespace protowarden::mask
