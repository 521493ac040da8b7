// SPDX-License-Identifier: Apache-2.0
//
// SourceCodeInfo as a tree that mirrors the descriptor, so that every element finds its position
// and comments without a search.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory_resource>
#include <utility>
#include <vector>

#include "analyzer/base/span.h"
#include "analyzer/load/descriptor_converter.h"
#include "analyzer/schema/model.h"
#include "analyzer/schema/option.h"

namespace google::protobuf {
class Message;
class SourceCodeInfo;
class SourceCodeInfo_Location;
}  // namespace google::protobuf

namespace protowarden::load {

// A step of SourceCodeInfo.Location.path: a field number or an index.
class LocationNode {
 public:
  LocationNode() = default;
  explicit LocationNode(std::pmr::memory_resource* memory) : children_(memory) {}

  Span span;

  // An empty node without position when there is none.
  [[nodiscard]] const LocationNode& Child(int step) const;
  [[nodiscard]] const std::pmr::vector<std::pair<int, LocationNode*>>& children() const {
    return children_;
  }
  void CopyComments(schema::Comments& comments) const;

 private:
  friend class LocationTree;
  std::pmr::vector<std::pair<int, LocationNode*>> children_;  // sorted by step
  const google::protobuf::SourceCodeInfo_Location* location_ = nullptr;
};

// Refers to `info`, which must outlive it.
class LocationTree {
 public:
  LocationTree(const google::protobuf::SourceCodeInfo& info, const MapSpan& map_span);
  [[nodiscard]] const LocationNode& root() const { return nodes_.front(); }

 private:
  using Locations = std::vector<const google::protobuf::SourceCodeInfo_Location*>;

  // False when more than `allowance` children would have to make room for earlier ones.
  bool Build(const Locations& locations, size_t allowance, const MapSpan& map_span);

  std::pmr::monotonic_buffer_resource memory_;  // there are many nodes, and they go together
  std::pmr::deque<LocationNode> nodes_{&memory_};
};

// Where the options of one element stand.
struct OptionSpans {
  std::vector<Span> uninterpreted;  // by index of uninterpreted_option
  // Interpreted ones, from descriptor sets: name path and position.
  std::vector<std::pair<std::vector<std::string>, Span>> named;
};

[[nodiscard]] OptionSpans ReadOptionSpans(const LocationNode& options_node,
                                          const google::protobuf::Message& options);

// Writes the positions of `named` into the tree.
void ApplySpans(const OptionSpans& spans, schema::OptionSet& options);

}  // namespace protowarden::load
