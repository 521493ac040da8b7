// SPDX-License-Identifier: Apache-2.0
#include "analyzer/schema/option.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace protowarden::schema {
namespace {

const Option* FindNamed(const std::vector<Option>& nodes, std::string_view name) {
  const auto found = std::find_if(nodes.begin(), nodes.end(),
                                  [&](const Option& node) { return node.name == name; });
  return found == nodes.end() ? nullptr : &*found;
}

// Below this many siblings, looking at each is as quick as an index.
constexpr size_t kManySiblings = 16;

bool SameMultiset(const std::vector<Option>& a, const std::vector<Option>& b) {
  if (a.size() != b.size()) return false;
  std::unordered_map<std::string_view, const Option*> by_name;
  if (b.size() > kManySiblings) {
    for (const Option& node : b) by_name.emplace(node.name, &node);
  }
  return std::all_of(a.begin(), a.end(), [&](const Option& node) {
    const Option* other = nullptr;
    if (by_name.empty()) {
      other = FindNamed(b, node.name);
    } else if (const auto found = by_name.find(node.name); found != by_name.end()) {
      other = found->second;
    }
    return other != nullptr && node.SameValue(*other);
  });
}

bool SameName(const Option& a, const Option& b) {
  return a.name == b.name && a.is_extension == b.is_extension;
}

// An option that was set again becomes a list of its values.
void AppendValue(Option& node, Option incoming) {
  if (node.kind != Option::Kind::kList) {
    Option list;
    list.name = node.name;
    list.is_extension = node.is_extension;
    list.kind = Option::Kind::kList;
    list.span = node.span;
    Option first = std::move(node);
    first.name.clear();
    list.children.push_back(std::move(first));
    node = std::move(list);
  }
  if (incoming.kind == Option::Kind::kList) {
    std::move(incoming.children.begin(), incoming.children.end(),
              std::back_inserter(node.children));
  } else {
    incoming.name.clear();
    node.children.push_back(std::move(incoming));
  }
}

}  // namespace

const Option* Option::Child(std::string_view child_name) const {
  return FindNamed(children, child_name);
}

bool Option::SameValue(const Option& other) const {
  if (kind == Kind::kMessage && other.kind == Kind::kMessage) {
    return SameMultiset(children, other.children);
  }
  if (kind == Kind::kList && other.kind == Kind::kList) {
    return std::equal(children.begin(), children.end(), other.children.begin(),
                      other.children.end(),
                      [](const Option& a, const Option& b) { return a.SameValue(b); });
  }
  // A whole number for a float option is an integer in source and a float in a descriptor set.
  const auto numeric = [](Kind k) { return k == Kind::kInteger || k == Kind::kFloat; };
  const bool same_kind = kind == other.kind || (numeric(kind) && numeric(other.kind));
  return same_kind && text == other.text;
}

std::span<const Option> ItemsOf(const Option* option) {
  if (option == nullptr) return {};
  if (option->kind == Option::Kind::kList) return option->children;
  return {option, 1};
}

const Option* OptionSet::Find(std::initializer_list<std::string_view> path) const {
  const std::vector<Option>* level = &nodes_;
  const Option* node = nullptr;
  for (const std::string_view name : path) {
    node = FindNamed(*level, name);
    if (node == nullptr) return nullptr;
    level = &node->children;
  }
  return node;
}

bool OptionSet::GetBool(std::string_view name, bool fallback) const {
  const Option* node = FindNamed(nodes_, name);
  if (node == nullptr || node->kind != Option::Kind::kIdentifier) return fallback;
  return node->text == "true";
}

std::string OptionSet::GetText(std::string_view name, std::string_view fallback) const {
  const Option* node = FindNamed(nodes_, name);
  return node == nullptr || !node->IsScalar() ? std::string(fallback) : node->text;
}

Span OptionSet::SpanOf(std::string_view name) const {
  const Option* node = FindNamed(nodes_, name);
  return node == nullptr ? Span{} : node->span;
}

void OptionSet::Add(const std::vector<Option>& path, Option leaf) {
  OptionMerger(*this).Add(path, std::move(leaf));
}

void OptionMerger::Add(const std::vector<Option>& path, Option leaf) {
  for (size_t i = path.size(); i > 0; --i) {
    Option parent = path[i - 1];
    parent.kind = Option::Kind::kMessage;
    parent.children.clear();
    parent.children.push_back(std::move(leaf));
    leaf = std::move(parent);
  }
  Merge(top_, nodes_, std::move(leaf));
}

void OptionMerger::AddItem(Option item) {
  const size_t place = Find(top_, nodes_, item);
  if (place == nodes_.size()) {
    nodes_.push_back(std::move(item));
  } else {
    AppendValue(nodes_[place], std::move(item));
  }
}

// The place of the node with the wanted name, or the number of nodes.
size_t OptionMerger::Find(Level& level, const std::vector<Option>& nodes, const Option& wanted) {
  if (nodes.size() <= kManySiblings) {
    const auto found = std::find_if(nodes.begin(), nodes.end(),
                                    [&](const Option& node) { return SameName(node, wanted); });
    return static_cast<size_t>(found - nodes.begin());
  }
  const auto key = [](const Option& node) { return (node.is_extension ? '(' : '.') + node.name; };
  for (; level.indexed < nodes.size(); ++level.indexed) {
    level.places.emplace(key(nodes[level.indexed]), level.indexed);
  }
  const auto found = level.places.find(key(wanted));
  return found == level.places.end() ? nodes.size() : found->second;
}

// Messages that are set bit by bit merge field by field, anything else that is set again becomes a
// list.
// Source: https://protobuf.dev/programming-guides/proto2/#options
void OptionMerger::Merge(Level& level, std::vector<Option>& nodes, Option incoming) {
  const size_t place = Find(level, nodes, incoming);
  if (place == nodes.size()) {
    nodes.push_back(std::move(incoming));
    return;
  }
  Option& node = nodes[place];
  const bool messages =
      node.kind == Option::Kind::kMessage && incoming.kind == Option::Kind::kMessage;
  // What has a place of its own was set as a whole, and only a repeated option may be so twice.
  const bool set_twice = node.span.known() && incoming.span.known();
  if (!messages || set_twice) {
    AppendValue(node, std::move(incoming));
    return;
  }
  if (!node.span.known()) node.span = incoming.span;
  std::unique_ptr<Level>& below = level.below[place];
  if (below == nullptr) below = std::make_unique<Level>();
  for (Option& child : incoming.children) Merge(*below, node.children, std::move(child));
}

}  // namespace protowarden::schema
