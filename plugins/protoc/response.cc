// SPDX-License-Identifier: Apache-2.0
#include "plugins/protoc/response.h"

#include <cstdint>
#include <string_view>

namespace protowarden::protoc {
namespace {

// Fields of CodeGeneratorResponse.
constexpr uint32_t kError = 1;
constexpr uint32_t kSupportedFeatures = 2;
constexpr uint32_t kMinimumEdition = 3;
constexpr uint32_t kMaximumEdition = 4;
constexpr uint32_t kFile = 15;
// Fields of CodeGeneratorResponse.File.
constexpr uint32_t kFileName = 1;
constexpr uint32_t kFileContent = 15;

constexpr uint64_t kFeatureProto3Optional = 1;
constexpr uint64_t kFeatureSupportsEditions = 2;
// Values of google.protobuf.Edition.
constexpr uint64_t kEditionProto2 = 998;
constexpr uint64_t kEdition2024 = 1001;

void AddVarint(uint64_t value, std::string& out) {
  for (; value >= 0x80; value >>= 7U) out += static_cast<char>((value & 0x7FU) | 0x80U);
  out += static_cast<char>(value);
}

void AddNumber(uint32_t field, uint64_t value, std::string& out) {
  AddVarint(uint64_t{field} << 3U, out);
  AddVarint(value, out);
}

void AddBytes(uint32_t field, std::string_view bytes, std::string& out) {
  AddVarint(uint64_t{field} << 3U | 2U, out);
  AddVarint(bytes.size(), out);
  out += bytes;
}

}  // namespace

std::string Encode(const Response& response) {
  std::string out;
  if (!response.error.empty()) AddBytes(kError, response.error, out);
  AddNumber(kSupportedFeatures, kFeatureProto3Optional | kFeatureSupportsEditions, out);
  AddNumber(kMinimumEdition, kEditionProto2, out);
  AddNumber(kMaximumEdition, kEdition2024, out);
  for (const OutputFile& file : response.files) {
    std::string encoded;
    AddBytes(kFileName, file.name, encoded);
    AddBytes(kFileContent, file.content, encoded);
    AddBytes(kFile, encoded, out);
  }
  return out;
}

}  // namespace protowarden::protoc
