// SPDX-License-Identifier: Apache-2.0
//
// Every rule about what is new and breaks nobody.
#include "rules/semantic/families.h"

namespace protowarden::rules::semantic {

std::span<const Rule> ChangelogRules() { return {}; }

}  // namespace protowarden::rules::semantic
