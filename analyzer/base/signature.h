// SPDX-License-Identifier: Apache-2.0
//
// Signed tokens (JWT), as service accounts make them.
#pragma once

#include <string>
#include <string_view>

#include "analyzer/base/result.h"

namespace protowarden {

// RSASSA-PKCS1-v1_5 with SHA-256 ("RS256"). `pem` is a private key without passphrase. The key is
// in no message. Source: https://www.rfc-editor.org/rfc/rfc7518#section-3.3
[[nodiscard]] Result<std::string> SignRs256(std::string_view pem, std::string_view text);

}  // namespace protowarden
