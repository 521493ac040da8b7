// SPDX-License-Identifier: Apache-2.0
//
// The page, style and script of the HTML report, from html/. Internal to report/.
#pragma once

#include <span>

#include "analyzer/base/embedded_file.h"

namespace protowarden::report {

[[nodiscard]] std::span<const EmbeddedFile> HtmlFiles();

}  // namespace protowarden::report
