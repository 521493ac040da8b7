// SPDX-License-Identifier: Apache-2.0
//
// Definitions as a model reads them: like .proto source, the same for the same meaning however the
// source is laid out, with comments and options, cleaned and capped.
#pragma once

#include <string>

#include "analyzer/schema/model.h"

namespace protowarden::llm {

// Without the messages and enums that are declared inside: they are elements of their own.
[[nodiscard]] std::string DefinitionOf(const schema::Message& message);
[[nodiscard]] std::string DefinitionOf(const schema::Enum& item);
[[nodiscard]] std::string DefinitionOf(const schema::Service& service);
// One line with its comment.
[[nodiscard]] std::string DefinitionOf(const schema::Field& field);

inline constexpr size_t kMaxComment = 2'000;      // bytes
inline constexpr size_t kMaxDefinition = 40'000;  // bytes

}  // namespace protowarden::llm
