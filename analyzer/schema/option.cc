// SPDX-License-Identifier: Apache-2.0
#include "analyzer/schema/option.h"

#include <algorithm>

namespace protowarden::schema {
namespace {

const Option* FindNamed(const std::vector<Option>& nodes, std::string_view name) {
  const auto found = std::find_if(nodes.begin(), nodes.end(),
                                  [&](const Option& node) { return node.name == name; });
  return found == nodes.end() ? nullptr : &*found;
}

bool SameMultiset(const std::vector<Option>& a, const std::vector<Option>& b) {
  if (a.size() != b.size()) return false;
  return std::all_of(a.begin(), a.end(), [&](const Option& node) {
    const Option* other = FindNamed(b, node.name);
    return other != nullptr && node.SameValue(*other);
  });
}

// Merges `incoming` into `nodes`: messages merge field by field, anything else repeated becomes a
// list. Source: https://protobuf.dev/programming-guides/proto2/#options
void Merge(std::vector<Option>& nodes, Option incoming) {
  const auto found = std::find_if(nodes.begin(), nodes.end(), [&](const Option& node) {
    return node.name == incoming.name && node.is_extension == incoming.is_extension;
  });
  if (found == nodes.end()) {
    nodes.push_back(std::move(incoming));
    return;
  }
  if (found->kind == Option::Kind::kMessage && incoming.kind == Option::Kind::kMessage) {
    if (!found->span.known()) found->span = incoming.span;
    for (Option& child : incoming.children) Merge(found->children, std::move(child));
    return;
  }
  if (found->kind != Option::Kind::kList) {
    Option list;
    list.name = found->name;
    list.is_extension = found->is_extension;
    list.kind = Option::Kind::kList;
    list.span = found->span;
    Option first = std::move(*found);
    first.name.clear();
    list.children.push_back(std::move(first));
    *found = std::move(list);
  }
  if (incoming.kind == Option::Kind::kList) {
    std::move(incoming.children.begin(), incoming.children.end(),
              std::back_inserter(found->children));
  } else {
    incoming.name.clear();
    found->children.push_back(std::move(incoming));
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
  for (size_t i = path.size(); i > 0; --i) {
    Option parent = path[i - 1];
    parent.kind = Option::Kind::kMessage;
    parent.children.clear();
    parent.children.push_back(std::move(leaf));
    leaf = std::move(parent);
  }
  Merge(nodes_, std::move(leaf));
}

}  // namespace protowarden::schema
