// SPDX-License-Identifier: Apache-2.0
//
// Text that somebody else wrote, on its way to a language model or back from one.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace protowarden::llm {

// Without what a reader does not see but a model does: control characters other than line ends and
// tabs, bidirectional controls, zero-width characters, tags and other default-ignorable code
// points; what is not UTF-8 becomes U+FFFD. At most `limit` bytes, cut between characters and then
// ending in "[cut]". Source: https://www.unicode.org/reports/tr36/, Default_Ignorable_Code_Point of
//         https://www.unicode.org/Public/UCD/latest/ucd/DerivedCoreProperties.txt
[[nodiscard]] std::string CleanText(std::string_view text, size_t limit);

// Runs of white space as one space, none at the ends.
[[nodiscard]] std::string OneLine(std::string_view text);

}  // namespace protowarden::llm
