// SPDX-License-Identifier: Apache-2.0
//
// Reads texts out of annotations.
#pragma once

#include <string>
#include <string_view>

#include "analyzer/schema/option.h"

namespace protowarden::rules {

// The text of a field of an option; empty when it is not set.
[[nodiscard]] inline std::string ChildText(const schema::Option& option, std::string_view name) {
  const schema::Option* child = option.Child(name);
  return child == nullptr ? "" : child->text;
}

}  // namespace protowarden::rules
