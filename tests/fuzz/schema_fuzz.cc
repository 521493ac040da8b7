// SPDX-License-Identifier: Apache-2.0
//
// .proto texts through parsing, linking, comparing and every rule. A byte 0x01 separates two files,
// so that they may import one another as a.proto and b.proto.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "tests/support/compare_texts.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const size_t border = input.find('\x01');
  const std::string first(input.substr(0, border));
  const std::string second(border == std::string_view::npos ? "" : input.substr(border + 1));
  const protowarden::test::Texts before{{"a.proto", first}, {"b.proto", second}};
  const protowarden::test::Texts after{{"a.proto", second}, {"b.proto", first}};
  (void)protowarden::test::FindingsOf(before, after, {"FILE", "PACKAGE", "WIRE_JSON", "WIRE"});
  return 0;
}
