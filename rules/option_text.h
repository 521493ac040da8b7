// SPDX-License-Identifier: Apache-2.0
//
// Reads annotations.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/schema/option.h"

namespace protowarden::rules {

// The text of a field of an option; empty when it is not set.
[[nodiscard]] inline std::string ChildText(const schema::Option& option, std::string_view name) {
  const schema::Option* child = option.Child(name);
  return child == nullptr ? "" : child->text;
}

// The texts of an option that is set once or several times; nothing for messages.
[[nodiscard]] inline std::vector<std::string_view> ScalarsOf(const schema::Option* option) {
  std::vector<std::string_view> texts;
  for (const schema::Option& item : schema::ItemsOf(option)) {
    if (item.IsScalar()) texts.push_back(item.text);
  }
  return texts;
}

// Whether options of a descriptor set could not be read because their definitions are missing: what
// is not found among the others may still be set.
[[nodiscard]] inline bool HasUndecoded(const schema::OptionSet& options) {
  return std::any_of(
      options.nodes().begin(), options.nodes().end(),
      [](const schema::Option& node) { return node.kind == schema::Option::Kind::kUnknown; });
}

}  // namespace protowarden::rules
