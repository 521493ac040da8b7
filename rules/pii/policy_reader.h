// SPDX-License-Identifier: Apache-2.0
//
// Reads policies from TOML: the built-in files of rules/pii/policy/ and a user's [pii] table.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "analyzer/base/embedded_file.h"
#include "analyzer/base/result.h"
#include "rules/pii/policy.h"

namespace protowarden::rules::pii {

// types.toml, terms.toml, words.toml and context.toml. Errors name file and line.
[[nodiscard]] Result<Policy> ReadPolicy(std::span<const EmbeddedFile> files);

// `files` and, on top, the `[pii]` table of a protowarden.toml with the keys of policy_keys.h: its
// types change built-in ones, its terms come before them, its words are added. Unknown keys and
// values are usage errors with file, line and a suggestion.
[[nodiscard]] Result<Policy> ReadPolicy(std::span<const EmbeddedFile> files,
                                        std::string_view user_toml, const std::string& origin);

}  // namespace protowarden::rules::pii
