// SPDX-License-Identifier: Apache-2.0
#include "plugins/app/given_config.h"

#include "analyzer/io/tree_support.h"

namespace protowarden::app {

Result<config::Config> ReadGivenConfig(const std::string& given) {
  std::string text = given;
  std::string origin = "--config";
  if (given.find_first_of("{\n") == std::string::npos) {
    const Result<std::string> file = io::ReadFile(given);
    if (!file.ok()) return UsageError(file.error().message);
    text = *file;
    origin = given;
    if (given.ends_with(".toml")) return config::ParseToml(text, origin);
  }
  return config::ParseBufYaml(text, origin, "");
}

}  // namespace protowarden::app
