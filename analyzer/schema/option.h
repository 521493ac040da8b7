// SPDX-License-Identifier: Apache-2.0
//
// Options as a generic tree: name path -> scalar, list or message. The tree looks the same whether
// it was read from source (uninterpreted, definitions may be missing) or from a descriptor set
// (encoded bytes, decoded when the definition is present).
#pragma once

#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/base/span.h"

namespace protowarden::schema {

// One node. A scalar carries `text`; a message carries its fields in `children`; a repeated option
// that was set several times carries its items in `children` as a list of unnamed nodes.
struct Option {
  enum class Kind : unsigned char {
    kIdentifier,  // true, false, an enum value's name, inf, nan
    kInteger,     // decimal, with a leading '-' if negative
    kFloat,       // shortest decimal form that reads back as the same double
    kString,      // unescaped bytes
    kMessage,
    kList,
    kUnknown,  // bytes from a descriptor set whose definition is missing
  };

  std::string name;           // "go_package", "validate.rules"; empty for list items
  bool is_extension = false;  // written in parentheses
  Kind kind = Kind::kIdentifier;
  std::string text;
  std::vector<Option> children;
  // Of the statement, bracket entry or field in braces that set it; unknown for the `a` of `(a).b`.
  Span span;

  // The child with that name, or nullptr. Extension names are matched by their full name.
  [[nodiscard]] const Option* Child(std::string_view child_name) const;
  [[nodiscard]] bool IsScalar() const { return kind < Kind::kMessage; }

  // Equal in meaning: positions and the order of message fields do not count.
  [[nodiscard]] bool SameValue(const Option& other) const;
};

// The values of an option that may be repeated: the items of a list, or the one value that was set.
// None for nullptr.
[[nodiscard]] std::span<const Option> ItemsOf(const Option* option);

// The options of one element, merged: `(a).b = 1` and `(a) = { c: 2 }` give one node `a` with two
// children. Order is that of first appearance.
class OptionSet {
 public:
  [[nodiscard]] bool empty() const { return nodes_.empty(); }
  [[nodiscard]] const std::vector<Option>& nodes() const { return nodes_; }
  [[nodiscard]] std::vector<Option>& mutable_nodes() { return nodes_; }

  // Follows a path of names, e.g. Find({"features", "enum_type"}); nullptr where it ends early.
  [[nodiscard]] const Option* Find(std::initializer_list<std::string_view> path) const;

  // Typed reads of a top-level option; `fallback` when it is absent or of another kind.
  [[nodiscard]] bool GetBool(std::string_view name, bool fallback) const;
  [[nodiscard]] std::string GetText(std::string_view name, std::string_view fallback) const;
  // The span of a top-level option, unknown when it is not set.
  [[nodiscard]] Span SpanOf(std::string_view name) const;

  // Adds a node at `path` below the root, merging with what is there. A scalar set twice becomes
  // a list, and so does a message that was set as a whole twice.
  void Add(const std::vector<Option>& path, Option leaf);

 private:
  std::vector<Option> nodes_;
};

// Adds many options to one set in linear time. Nobody else may change the set meanwhile.
class OptionMerger {
 public:
  explicit OptionMerger(OptionSet& set) : nodes_(set.mutable_nodes()) {}
  // As OptionSet::Add.
  void Add(const std::vector<Option>& path, Option leaf);
  // Adds a value of a top-level option that, if it is there already, is repeated.
  void AddItem(Option item);

 private:
  // Where names stand among the nodes of one level, for the first `indexed` nodes.
  struct Level {
    size_t indexed = 0;
    std::unordered_map<std::string, size_t> places;
    std::unordered_map<size_t, std::unique_ptr<Level>> below;
  };
  static size_t Find(Level& level, const std::vector<Option>& nodes, const Option& wanted);
  static void Merge(Level& level, std::vector<Option>& nodes, Option incoming);

  std::vector<Option>& nodes_;
  Level top_;
};

}  // namespace protowarden::schema
