// SPDX-License-Identifier: Apache-2.0
//
// Descriptor sets and buf images, binary, JSON or gzipped, through reading, linking with their
// options, and comparing with nothing.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "analyzer/compare/comparison.h"
#include "analyzer/load/loader.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using protowarden::load::ReadImage;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  auto before = ReadImage(bytes, "fuzz");
  auto after = ReadImage(bytes, "fuzz");
  if (!before.ok() || !after.ok()) return 0;
  protowarden::load::Side old_side;
  old_side.image_files = std::move(before).value();
  protowarden::load::Side new_side;
  new_side.image_files = std::move(after).value();
  protowarden::load::Timings timings;
  const auto pair =
      protowarden::load::LoadPair(std::move(old_side), std::move(new_side), {}, timings);
  const protowarden::compare::Comparison comparison(pair.before, pair.after);
  return 0;
}
