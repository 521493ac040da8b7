// SPDX-License-Identifier: Apache-2.0
//
// Phrases that several families share.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analyzer/compare/comparison.h"
#include "analyzer/schema/model.h"

namespace protowarden::rules {

// `Field "3" with name "title" on message "Task"`; extensions by full name.
[[nodiscard]] std::string DescribeField(const schema::Field& field);
// The same without the name.
[[nodiscard]] std::string DescribeFieldNumber(const schema::Field& field);

// `"A", "B"`.
[[nodiscard]] std::string QuoteAll(const std::vector<std::string>& names);

// "It moved to FILE." for a deleted element that lives on; nothing otherwise.
[[nodiscard]] std::vector<std::string> MoveNotes(const std::optional<compare::Move>& move);

// Nearest enclosing message of a nested name ("A.B.C") among the messages of `file`; nullptr when
// none of them exists.
[[nodiscard]] const schema::Message* EnclosingMessage(const schema::File& file,
                                                      const std::string& nested_name);

}  // namespace protowarden::rules
