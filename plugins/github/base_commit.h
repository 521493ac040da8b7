// SPDX-License-Identifier: Apache-2.0
//
// The commit that an event's change is compared with, fetched if the checkout is shallow.
#pragma once

#include <string>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/io/git.h"
#include "plugins/github/event.h"

namespace protowarden::github {

struct BaseCommit {
  std::string commit;              // full id
  std::string why;                 // "first parent of the merge commit", ...
  std::vector<std::string> notes;  // what was fetched
};

// Pull requests: the first parent of the merge commit that GitHub checks out, or where it is not
// checked out the merge base with the base branch; the payload's base.sha may be older than both.
// Pushes: the tip before, for new branches the merge base with the default branch. Merge groups:
// the commit that they are merged into. A shallow clone is deepened step by step and never made
// shallower; a full one is only asked for commits that it has not.
[[nodiscard]] Result<BaseCommit> FindBaseCommit(const io::GitRepository& repository,
                                                const Event& event);

}  // namespace protowarden::github
