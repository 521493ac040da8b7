// SPDX-License-Identifier: Apache-2.0
//
// Every rule about which values a field accepts, and which fields must be set.
#include "rules/semantic/families.h"

namespace protowarden::rules::semantic {

std::span<const Rule> ValidationRules() { return {}; }

}  // namespace protowarden::rules::semantic
