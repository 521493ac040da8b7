// SPDX-License-Identifier: Apache-2.0
//
// What git prints, and what users type for --against.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "analyzer/io/git_output.h"
#include "analyzer/load/spec.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace protowarden;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const auto parse : {&io::ParseLsTree, &io::ParseLsFiles}) {
    const auto files = parse(text);
    if (!files.ok()) continue;
    // Nothing is overlooked: every NUL ends one file.
    size_t length = 0;
    for (const io::ListedFile& file : *files) {
      if (file.path.empty() || file.mode.size() != 6) std::abort();
      length += file.path.size();
    }
    if (length > size) std::abort();
  }
  (void)io::ParseBatchHeader(text);
  (void)load::ParseSpec(std::string(text), size % 2 == 0, size % 3 == 0);
  return 0;
}
