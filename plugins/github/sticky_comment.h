// SPDX-License-Identifier: Apache-2.0
//
// One comment a pull request and job: written once, then updated.
#pragma once

#include <cstdint>
#include <string>

#include "analyzer/base/result.h"
#include "plugins/github/api.h"

namespace protowarden::github {

// The first line of the comment, by which it is found again; invisible to readers. `job` tells jobs
// of one pull request apart.
[[nodiscard]] std::string MarkerOf(const std::string& workflow, const std::string& job);

// Makes `text` the comment with the marker. Nothing is sent when it says so already; a first
// comment is only written if `create`.
[[nodiscard]] Status KeepComment(Api& api, int64_t pull_request, const std::string& marker,
                                 const std::string& text, bool create);

}  // namespace protowarden::github
