// SPDX-License-Identifier: Apache-2.0
//
// The families of semantic rules: breaks that leave the encoding alone. One function a folder or
// file; catalogue.cc puts them together.
#pragma once

#include <span>

#include "analyzer/engine/rule.h"

namespace protowarden::rules::semantic {

// validation/: which values a field accepts, and which fields must be set.
[[nodiscard]] std::span<const Rule> ValidationRules();
// api/: google.api annotations and other parts of the API's contract.
[[nodiscard]] std::span<const Rule> ApiContractRules();
// presence/: what a reader can tell apart: set, unset and default.
[[nodiscard]] std::span<const Rule> PresenceRules();
// behaviour/: what calls and readers do, though every byte is still understood.
[[nodiscard]] std::span<const Rule> BehaviourRules();
// documented/: what the comments promise.
[[nodiscard]] std::span<const Rule> DocumentedRules();
// changelog/: what is new and breaks nobody.
[[nodiscard]] std::span<const Rule> ChangelogRules();

}  // namespace protowarden::rules::semantic
