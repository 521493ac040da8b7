// SPDX-License-Identifier: Apache-2.0
//
// The keys below `llm` in protowarden.toml: the reader accepts these, `protowarden config` lists
// them.
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace protowarden::llm {

struct SettingsKey {
  std::string_view key;  // "gate.fail_on"
  std::string_view type;
  std::string_view text;
};

[[nodiscard]] std::span<const SettingsKey> SettingsKeys();

// The names below `prefix` ("gate."), or the top ones.
[[nodiscard]] std::vector<std::string_view> SettingsKeysBelow(std::string_view prefix);

}  // namespace protowarden::llm
