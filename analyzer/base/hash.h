// SPDX-License-Identifier: Apache-2.0
//
// Content identities.
#pragma once

#include <string>
#include <string_view>

namespace protowarden {

// The object id git gives a blob with these bytes in a SHA-1 repository, in hex.
[[nodiscard]] std::string GitBlobId(std::string_view bytes);

// SHA-256: 32 bytes, and the same in hex.
[[nodiscard]] std::string Sha256(std::string_view bytes);
[[nodiscard]] std::string Sha256Hex(std::string_view bytes);

}  // namespace protowarden
