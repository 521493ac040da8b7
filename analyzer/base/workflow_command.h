// SPDX-License-Identifier: Apache-2.0
//
// Workflow commands: lines of a log that GitHub's runner acts upon
// (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands).
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace protowarden {

// One line, "::warning title=T::message\n". Foreign text in properties and message ends neither
// them nor the line; newlines are kept.
[[nodiscard]] std::string WorkflowCommand(
    std::string_view command,
    const std::vector<std::pair<std::string_view, std::string>>& properties,
    std::string_view message);

}  // namespace protowarden
