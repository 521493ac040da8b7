// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/policy.h"

#include <cassert>

#include "rules/pii/builtin_policy.h"
#include "rules/pii/policy_reader.h"

namespace protowarden::rules::pii {

const Type* Policy::FindType(std::string_view id) const {
  const auto found = types.find(id);
  return found == types.end() ? nullptr : &found->second;
}

const Policy& BuiltinPolicy() {
  static const Policy kPolicy = [] {
    auto policy = ReadPolicy(PolicyFiles());
    assert(policy.ok());  // a test reads it
    return std::move(policy).value();
  }();
  return kPolicy;
}

}  // namespace protowarden::rules::pii
