// SPDX-License-Identifier: Apache-2.0
//
// What started the workflow: GITHUB_EVENT_NAME and the payload in the file GITHUB_EVENT_PATH.
// Source: https://docs.github.com/actions/reference/events-that-trigger-workflows,
//         https://docs.github.com/webhooks/webhook-events-and-payloads
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"

namespace protowarden::github {

struct Event {
  enum class Kind : uint8_t { kPullRequest, kPush, kMergeGroup, kOther };
  Kind kind = Kind::kOther;
  std::string name;  // "pull_request"
  // kPullRequest
  int64_t number = 0;
  std::string base_branch;
  std::string head_commit;
  bool from_fork = false;  // the token may not write there
  std::vector<std::string> labels;
  std::string sender;  // who caused the event
  // kPush: the tip before; empty for a new branch. kMergeGroup: what the group is merged into.
  std::string before_commit;
  std::string default_branch;

  [[nodiscard]] bool HasLabel(std::string_view label) const;
};

// Fails when the payload is not what the event's documentation says.
[[nodiscard]] Result<Event> ParseEvent(const std::string& name, std::string_view payload);

}  // namespace protowarden::github
