// SPDX-License-Identifier: Apache-2.0
//
// Bytes as text. Source: https://www.rfc-editor.org/rfc/rfc4648
#pragma once

#include <string>
#include <string_view>

namespace protowarden {

// Section 4, with padding.
[[nodiscard]] std::string Base64(std::string_view bytes);
// Section 5, for URLs and tokens, without padding.
[[nodiscard]] std::string Base64Url(std::string_view bytes);

}  // namespace protowarden
