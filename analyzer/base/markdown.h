// SPDX-License-Identifier: Apache-2.0
//
// Foreign text in Markdown (GitHub's): it stays text, whatever it holds.
#pragma once

#include <string>
#include <string_view>

namespace protowarden {

// One line of prose. Characters that would begin markup, HTML or a table cell are escaped, control
// characters made visible; an underscore inside a word begins none and is left alone.
[[nodiscard]] std::string EscapeMarkdown(std::string_view text);

// `text` as code, in as many backticks as it takes.
[[nodiscard]] std::string MarkdownCode(std::string_view text);

}  // namespace protowarden
