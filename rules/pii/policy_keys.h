// SPDX-License-Identifier: Apache-2.0
//
// The keys of a policy, below `pii` in protowarden.toml: the reader accepts these, `protowarden
// config` lists them.
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace protowarden::rules::pii {

struct PolicyKey {
  std::string_view key;  // "term.words"
  std::string_view type;
  std::string_view text;
};

[[nodiscard]] std::span<const PolicyKey> PolicyKeys();

// The names below `prefix` ("term."), or the top ones.
[[nodiscard]] std::vector<std::string_view> PolicyKeysBelow(std::string_view prefix);

}  // namespace protowarden::rules::pii
