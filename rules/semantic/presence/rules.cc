// SPDX-License-Identifier: Apache-2.0
//
// Every rule about what a reader can tell apart: set, unset and default.
#include "rules/semantic/families.h"

namespace protowarden::rules::semantic {

std::span<const Rule> PresenceRules() { return {}; }

}  // namespace protowarden::rules::semantic
