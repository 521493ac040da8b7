// SPDX-License-Identifier: Apache-2.0
//
// Every rule about what the comments promise.
#include "rules/semantic/families.h"

namespace protowarden::rules::semantic {

std::span<const Rule> DocumentedRules() { return {}; }

}  // namespace protowarden::rules::semantic
