// SPDX-License-Identifier: Apache-2.0
//
// Small text helpers shared by all layers. One escape per output format lives here too.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace protowarden {

// Pieces between separators; "" gives one empty piece.
[[nodiscard]] std::vector<std::string_view> Split(std::string_view text, char separator);
[[nodiscard]] std::string Join(const std::vector<std::string>& parts, std::string_view separator);
[[nodiscard]] std::string_view Trim(std::string_view text);  // spaces, tabs, line ends

[[nodiscard]] std::string ToLower(std::string_view text);  // ASCII letters

// "text" in double quotes with \n, \t, \", \\ and unprintable bytes escaped: for messages that
// quote names and paths. Equal to Go's %q for ASCII.
[[nodiscard]] std::string Quote(std::string_view text);

// Replaces control characters (terminal escapes among them) and invalid UTF-8 by U+FFFD or a
// visible form, so that foreign text cannot drive a terminal. Newlines are kept if `keep_newlines`.
[[nodiscard]] std::string Printable(std::string_view text, bool keep_newlines = false);

// True for well-formed UTF-8 without surrogates.
[[nodiscard]] bool IsValidUtf8(std::string_view text);

// "1 file", "2 files"; irregular plurals are given whole.
[[nodiscard]] std::string Count(size_t count, std::string_view singular,
                                std::string_view plural = {});

}  // namespace protowarden
