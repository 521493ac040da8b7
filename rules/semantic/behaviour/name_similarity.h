// SPDX-License-Identifier: Apache-2.0
//
// Tells a name that was put in other words from a name for something else.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace protowarden::rules::semantic {

// Lower-case words of a snake_case, camelCase or UPPER_CASE name; digits end a word.
[[nodiscard]] std::vector<std::string> WordsOf(std::string_view name);

// True when the words may mean the same: some are equal, related, abbreviated or synonyms, or there
// are none. In doubt true.
[[nodiscard]] bool MayMeanTheSame(const std::vector<std::string>& before,
                                  const std::vector<std::string>& after);

// True when what only one of them says is known to mean something else: shipping and billing
// address, start and end.
[[nodiscard]] bool AreDistinct(const std::vector<std::string>& before,
                               const std::vector<std::string>& after);

// True for a name that says that nothing is there any more: "reserved_3", "UNUSED".
[[nodiscard]] bool IsRetired(const std::vector<std::string>& words);

// True for the name of a value that says nothing: "STATE_UNSPECIFIED", "UNKNOWN".
[[nodiscard]] bool IsNeutral(const std::vector<std::string>& words);

// How many of the words of the shorter text the longer one has too, from 0 to 1; nothing is said
// about texts of less than three words: -1.
[[nodiscard]] double SharedWords(std::string_view before, std::string_view after);

}  // namespace protowarden::rules::semantic
