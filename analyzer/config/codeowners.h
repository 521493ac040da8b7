// SPDX-License-Identifier: Apache-2.0
//
// CODEOWNERS: who has to approve a change of which path.
// Source: https://docs.github.com/articles/about-code-owners
#pragma once

#include <array>
#include <string_view>

namespace protowarden::config {

// Where the hosts look for it, in their order.
inline constexpr std::array<std::string_view, 3> kCodeownersPaths = {
    ".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"};

// True when the last pattern that matches `path` (from the top of the repository) names an owner.
[[nodiscard]] bool HasOwner(std::string_view codeowners, std::string_view path);

}  // namespace protowarden::config
