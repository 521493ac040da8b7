// SPDX-License-Identifier: Apache-2.0
//
// Which way words say a list is sorted.
#pragma once

#include <string>
#include <string_view>

namespace protowarden::rules::semantic::documented {

// "up" or "down", whatever it is called; empty when the words do not tell.
[[nodiscard]] std::string SortDirection(std::string_view words);

}  // namespace protowarden::rules::semantic::documented
