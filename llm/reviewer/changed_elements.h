// SPDX-License-Identifier: Apache-2.0
//
// What of a change is handed to a model: the messages, enums and services that exist on both sides
// and read differently, and the fields whose content the classifier is unsure of. Nothing else
// leaves the machine.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "analyzer/engine/reviewer.h"

namespace protowarden::llm {

struct Selection {
  std::vector<std::string> exclude;  // paths (files, folders, globs) that are never sent
  double pii_below = 0.7;            // fields that the classifier is less sure of; 0: none
};

// A message, enum or service before and after the change.
struct ChangedElement {
  std::string kind;     // "message", "enum", "service"
  std::string element;  // full name
  std::string before;   // definitions, see definition.h
  std::string after;
  std::vector<std::string> used;         // "sent in requests", ...: how it travels
  std::vector<const Finding*> findings;  // of the rules, on it or its members
  Location location;                     // after the change
  Location against;                      // before
  // Of its members, by full name, on each side.
  std::map<std::string, Location> members;
  std::map<std::string, Location> old_members;
  Subject subject;
};

// A field that may hold personal data.
struct UnsureField {
  const FieldRecord* record = nullptr;
  std::string definition;  // of the field
  std::string context;     // of its message
  Subject subject;
  bool told = true;  // the model is told what the classifier says, and only a higher level counts
};

// Both in the order of files and declarations. They refer to the input.
[[nodiscard]] std::vector<ChangedElement> ChangedElements(const ReviewInput& input,
                                                          const Selection& selection);
[[nodiscard]] std::vector<UnsureField> UnsureFields(const ReviewInput& input,
                                                    const Selection& selection);

}  // namespace protowarden::llm
