// SPDX-License-Identifier: Apache-2.0
//
// Finds what a misspelt word was meant to be.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace protowarden {

// The closest candidate by edit distance, case ignored; empty when none is near enough (two edits
// or a third of the word).
[[nodiscard]] std::string_view ClosestMatch(std::string_view word,
                                            std::span<const std::string_view> candidates);

// " Did you mean `x`?" or nothing.
[[nodiscard]] std::string DidYouMean(std::string_view word,
                                     std::span<const std::string_view> candidates);

}  // namespace protowarden
