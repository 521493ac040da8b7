// SPDX-License-Identifier: Apache-2.0
//
// Every element that lives on, whatever its kind, for rules that treat all kinds alike.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "analyzer/compare/comparison.h"

namespace protowarden::rules::semantic {

// One side of an element.
struct ElementSide {
  const schema::File* file;
  Span span;
  const schema::OptionSet* options;
  const schema::Comments* comments;  // null for a file
};

struct ElementPair {
  std::string name;       // full name; the path of a file
  std::string_view kind;  // "message", "field", ...
  ElementSide before;
  ElementSide after;
  bool is_top_level = false;  // a type or service that is declared in its file directly
};

// Files, messages, fields, oneofs, enums, enum values, services and methods.
void ForEachElement(const compare::Comparison& comparison,
                    const std::function<void(const ElementPair&)>& visit);

}  // namespace protowarden::rules::semantic
