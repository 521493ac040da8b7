// SPDX-License-Identifier: Apache-2.0
//
// Paths as URIs (RFC 3986). Internal to report/.
#pragma once

#include <string>
#include <string_view>

namespace protowarden::report {

// A relative reference: every byte that is neither unreserved nor '/' is percent-encoded.
[[nodiscard]] std::string RelativeUri(std::string_view path);

// file:///..., for an absolute path.
[[nodiscard]] std::string FileUri(std::string_view path);

}  // namespace protowarden::report
