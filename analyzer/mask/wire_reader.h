// SPDX-License-Identifier: Apache-2.0
//
// Cuts the binary encoding into fields.
// Source: https://protobuf.dev/programming-guides/encoding/
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace protowarden::mask {

enum class WireType : uint8_t {
  kVarint = 0,
  kFixed64 = 1,
  kBytes = 2,
  kStartGroup = 3,
  kEndGroup = 4,
  kFixed32 = 5,
};

struct WireField {
  int32_t number = 0;
  WireType type = WireType::kVarint;
  std::string_view raw;    // the whole field, tag included; of a group its start tag
  std::string_view bytes;  // the content of kBytes
};

// Reads forwards; the text must outlive it.
class WireReader {
 public:
  explicit WireReader(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool AtEnd() const { return rest_.empty(); }
  // False when the text is no encoding; then the reader is of no use any more.
  [[nodiscard]] bool Next(WireField* field);

 private:
  bool ReadVarint(uint64_t* value);

  std::string_view rest_;
};

void AppendVarint(uint64_t value, std::string& out);
void AppendTag(int32_t number, WireType type, std::string& out);
void AppendBytes(int32_t number, std::string_view bytes, std::string& out);

}  // namespace protowarden::mask
