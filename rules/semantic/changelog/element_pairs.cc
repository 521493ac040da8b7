// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/changelog/element_pairs.h"

#include <unordered_map>

namespace protowarden::rules::semantic {
namespace {

using schema::Element;
using schema::File;
using Visit = std::function<void(const ElementPair&)>;

ElementSide SideOf(const File* file, const Element& element) {
  return {file, element.span, &element.options, &element.comments};
}

// Elements of one parent that have the same name on both sides.
template <typename Container>
void ForEachMember(std::string_view kind, const std::string& parent, const Container& before,
                   const File* before_file, const Container& after, const File* after_file,
                   const Visit& visit) {
  std::unordered_map<std::string_view, const Element*> old_ones;
  for (const auto& item : before) old_ones.emplace(item.name, &item);
  for (const auto& item : after) {
    const auto old_one = old_ones.find(item.name);
    if (old_one == old_ones.end()) continue;
    visit({parent + "." + item.name, kind, SideOf(before_file, *old_one->second),
           SideOf(after_file, item)});
  }
}

}  // namespace

void ForEachElement(const compare::Comparison& comparison, const Visit& visit) {
  for (const auto& [before, after] : comparison.files()) {
    visit({after.path,
           "file",
           {&before, {}, &before.options, nullptr},
           {&after, {}, &after.options, nullptr}});
  }
  for (const auto& [before, after] : comparison.messages()) {
    if (after.is_map_entry) continue;
    visit({after.full_name, "message", SideOf(before.file, before), SideOf(after.file, after),
           after.parent == nullptr});
    ForEachMember("oneof", after.full_name, before.oneofs, before.file, after.oneofs, after.file,
                  visit);
  }
  for (const auto& [before, after] : comparison.fields()) {
    visit({after.FullName(), after.IsExtension() ? "extension" : "field",
           SideOf(before.file, before), SideOf(after.file, after)});
  }
  for (const auto& [before, after] : comparison.enums()) {
    visit({after.full_name, "enum", SideOf(before.file, before), SideOf(after.file, after),
           after.parent == nullptr});
    ForEachMember("enum value", after.full_name, before.values, before.file, after.values,
                  after.file, visit);
  }
  for (const auto& [before, after] : comparison.services()) {
    visit(
        {after.full_name, "service", SideOf(before.file, before), SideOf(after.file, after), true});
  }
  for (const auto& [before, after] : comparison.methods()) {
    visit({after.parent->full_name + "." + after.name, "RPC", SideOf(before.parent->file, before),
           SideOf(after.parent->file, after)});
  }
}

}  // namespace protowarden::rules::semantic
