// SPDX-License-Identifier: Apache-2.0
//
// CEL rules as texts that are equal when only their layout differs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/schema/option.h"

namespace protowarden::rules::semantic {

// Without comments and needless space, with one way of quoting.
// Source: https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax
[[nodiscard]] std::string NormalizeCel(std::string_view expression);

// The normalized expressions below `cel` or `cel_expression`; ids and messages do not count.
void AddCelExpressions(const schema::Option* option, std::vector<std::string>& expressions);

// `name: value` of an option and what is below it, the same for the same meaning.
[[nodiscard]] std::string OptionText(const schema::Option& option);

}  // namespace protowarden::rules::semantic
