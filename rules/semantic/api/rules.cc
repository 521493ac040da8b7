// SPDX-License-Identifier: Apache-2.0
//
// Every rule about google.api annotations and other parts of the contract of an API.
#include "rules/semantic/families.h"

namespace protowarden::rules::semantic {

std::span<const Rule> ApiContractRules() { return {}; }

}  // namespace protowarden::rules::semantic
