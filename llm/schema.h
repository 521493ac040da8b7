// SPDX-License-Identifier: Apache-2.0
//
// The part of JSON Schema that answers are described in. Whatever a provider promises about
// structured output, every answer is checked here.
#pragma once

#include <string>
#include <vector>

#include "llm/json.h"

namespace protowarden::llm {

// What is wrong with `value`, a sentence each, at most `most`; empty when it is valid. Knows type,
// enum, properties, required, additionalProperties: false, items, minItems, maxItems, minLength and
// maxLength (in bytes). Any other keyword is a problem, so that none is ignored silently.
[[nodiscard]] std::vector<std::string> SchemaProblems(const Json& schema, const Json& value,
                                                      size_t most = 10);

// The schema without the keywords that not every provider accepts: bounds of texts and lists.
[[nodiscard]] Json PortableSchema(const Json& schema);

}  // namespace protowarden::llm
