// SPDX-License-Identifier: Apache-2.0
//
// Every matched element of a comparison, for rules that judge all kinds alike.
#pragma once

#include <string>
#include <string_view>

#include "analyzer/compare/comparison.h"

namespace protowarden::rules::semantic {

enum class ElementKind : uint8_t { kService, kMethod, kMessage, kField, kEnum, kEnumValue };

struct ElementPair {
  ElementKind kind;
  const schema::Element& before;
  const schema::File* file_before;
  const schema::Element& after;
  const schema::File* file_after;
};

// Calls visit(pair, name), where name() gives the full name after the change.
template <typename Visitor>
void ForEachElementPair(const compare::Comparison& all, const Visitor& visit) {
  const auto full_name = [](const auto& element) { return [&] { return element.full_name; }; };
  const auto member_name = [](const auto& element) { return [&] { return element.FullName(); }; };
  for (const auto& [before, after] : all.services()) {
    visit(ElementPair{ElementKind::kService, before, before.file, after, after.file},
          full_name(after));
  }
  for (const auto& [before, after] : all.methods()) {
    visit(ElementPair{ElementKind::kMethod, before, before.parent->file, after, after.parent->file},
          member_name(after));
  }
  for (const auto& [before, after] : all.messages()) {
    visit(ElementPair{ElementKind::kMessage, before, before.file, after, after.file},
          full_name(after));
  }
  for (const auto& [before, after] : all.fields()) {
    visit(ElementPair{ElementKind::kField, before, before.file, after, after.file},
          member_name(after));
  }
  for (const auto& [before, after] : all.enums()) {
    visit(ElementPair{ElementKind::kEnum, before, before.file, after, after.file},
          full_name(after));
  }
  for (const compare::EnumValuesPair& pair : all.enum_values()) {
    if (pair.before.empty() || pair.after.empty()) continue;
    const schema::EnumValue& value = *pair.after.front();
    visit(ElementPair{ElementKind::kEnumValue, *pair.before.front(), pair.parent.before.file, value,
                      pair.parent.after.file},
          [&] { return pair.parent.after.full_name + "." + value.name; });
  }
}

}  // namespace protowarden::rules::semantic
