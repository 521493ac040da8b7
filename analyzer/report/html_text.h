// SPDX-License-Identifier: Apache-2.0
//
// Scripts in a page of HTML, and filling in its template. Internal to report/.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "analyzer/report/json_values.h"

namespace protowarden::report {

// JSON for the content of a <script>: nothing in it ends the element or begins another.
[[nodiscard]] std::string ScriptJson(const Json& json);

// 'sha256-...' of an inline script or style, as a Content-Security-Policy names it.
[[nodiscard]] std::string ContentHash(std::string_view text);

// `page` with every {{NAME}} replaced. What is filled in is not looked at again.
[[nodiscard]] std::string FillTemplate(std::string_view page,
                                       const std::map<std::string_view, std::string>& values);

}  // namespace protowarden::report
