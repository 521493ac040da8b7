// SPDX-License-Identifier: Apache-2.0
//
// Configuration files: protowarden.toml, buf.yaml and buf.work.yaml.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "analyzer/config/config.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)protowarden::config::ParseToml(text, "fuzz.toml");
  (void)protowarden::config::ParseBufYaml(text, "fuzz.yaml", "folder");
  (void)protowarden::config::ParseBufWork(text, "fuzz.yaml");
  return 0;
}
