// SPDX-License-Identifier: Apache-2.0
//
// Every rule about what calls and readers do.
#include "rules/semantic/families.h"

namespace protowarden::rules::semantic {

std::span<const Rule> BehaviourRules() { return {}; }

}  // namespace protowarden::rules::semantic
