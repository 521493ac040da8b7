// SPDX-License-Identifier: Apache-2.0
//
// Every rule of the product. Registration is explicit: each family file exports its rows and
// catalogue.cc concatenates them.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "analyzer/base/embedded_file.h"
#include "analyzer/engine/rule.h"

namespace protowarden::rules {

// All rules, sorted by id. The span lives as long as the program.
[[nodiscard]] std::span<const Rule> Catalogue();

// nullptr when there is no such rule.
[[nodiscard]] const Rule* FindRule(std::string_view id);

// The example schema of a rule before and after the change, from fixtures/rules/<id>. Empty text
// where the file does not exist on that side.
struct Example {
  std::string_view before;
  std::string_view after;
};
[[nodiscard]] Example ExampleOf(std::string_view id);

// The names of the categories in a set, in the order of kCategories.
[[nodiscard]] std::vector<std::string_view> CategoryNames(CategorySet categories);

// Generated from fixtures/rules/*/{before,after}/example.proto.
[[nodiscard]] std::span<const EmbeddedFile> ExampleFiles();

}  // namespace protowarden::rules
