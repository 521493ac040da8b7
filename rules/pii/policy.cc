// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/policy.h"

#include <stdexcept>

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
    // A test reads it; whoever builds from a changed file learns what is wrong with it.
    if (!policy.ok()) {
      throw std::logic_error("The built-in policy cannot be read: " + policy.error().message);
    }
    return std::move(policy).value();
  }();
  return kPolicy;
}

}  // namespace protowarden::rules::pii
