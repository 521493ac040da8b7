// SPDX-License-Identifier: Apache-2.0
//
// Foreign text in HTML and XML.
#pragma once

#include <string>
#include <string_view>

namespace protowarden {

// For the content of elements and for quoted attributes. Characters that XML 1.0 does not have, not
// even escaped, are made visible or replaced. Newlines become references if `keep_newlines`.
[[nodiscard]] std::string EscapeMarkup(std::string_view text, bool keep_newlines = false);

}  // namespace protowarden
