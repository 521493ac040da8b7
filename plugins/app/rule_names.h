// SPDX-License-Identifier: Apache-2.0
//
// Rule ids that people wrote.
#pragma once

#include <string>
#include <string_view>

namespace protowarden::app {

// Why there is no such rule, with a did-you-mean; empty when there is one.
[[nodiscard]] std::string RuleProblem(std::string_view id);

}  // namespace protowarden::app
