// SPDX-License-Identifier: Apache-2.0
#include "analyzer/load/location_reader.h"

#include <google/protobuf/descriptor.pb.h>

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

#include "analyzer/load/option_decoder.h"

namespace protowarden::load {
namespace {

using google::protobuf::SourceCodeInfo;

// Descriptor sets may hold any number.
int32_t FromZero(int32_t number) { return std::clamp(number, -1, INT32_MAX - 1) + 1; }

// Source: descriptor.proto, SourceCodeInfo.Location.span: three or four zero-based numbers.
Span ToSpan(const google::protobuf::RepeatedField<int32_t>& numbers) {
  if (numbers.size() == 3) {
    return {FromZero(numbers[0]), FromZero(numbers[1]), FromZero(numbers[0]), FromZero(numbers[2])};
  }
  if (numbers.size() == 4) {
    return {FromZero(numbers[0]), FromZero(numbers[1]), FromZero(numbers[2]), FromZero(numbers[3])};
  }
  return {};
}

schema::Option* FindMutable(std::vector<schema::Option>& nodes, const std::string& name) {
  const auto found = std::find_if(nodes.begin(), nodes.end(),
                                  [&](const schema::Option& node) { return node.name == name; });
  return found == nodes.end() ? nullptr : &*found;
}

}  // namespace

const LocationNode& LocationNode::Child(int step) const {
  static const LocationNode kNone;
  const auto found = std::lower_bound(children_.begin(), children_.end(), step,
                                      [](const auto& item, int key) { return item.first < key; });
  return found == children_.end() || found->first != step ? kNone : *found->second;
}

void LocationNode::CopyComments(schema::Comments& comments) const {
  if (location_ == nullptr) return;
  comments.leading = location_->leading_comments();
  comments.trailing = location_->trailing_comments();
  comments.detached.assign(location_->leading_detached_comments().begin(),
                           location_->leading_detached_comments().end());
}

LocationTree::LocationTree(const SourceCodeInfo& info, const MapSpan& map_span) {
  Locations locations;
  locations.reserve(static_cast<size_t>(info.location_size()));
  for (const SourceCodeInfo::Location& location : info.location()) locations.push_back(&location);
  // Parsers record locations in source order, in which the indexes of a list ascend. Other orders
  // would take quadratic time.
  const size_t allowance = 1000 + 10 * locations.size();
  if (Build(locations, allowance, map_span)) return;
  std::stable_sort(locations.begin(), locations.end(), [](const auto* a, const auto* b) {
    return std::lexicographical_compare(a->path().begin(), a->path().end(), b->path().begin(),
                                        b->path().end());
  });
  Build(locations, SIZE_MAX, map_span);
}

bool LocationTree::Build(const Locations& locations, size_t allowance, const MapSpan& map_span) {
  nodes_.clear();
  nodes_.emplace_back(&memory_);
  for (const SourceCodeInfo::Location* location : locations) {
    LocationNode* node = &nodes_.front();
    for (const int step : location->path()) {
      auto& children = node->children_;
      // The step is nearly always the last one.
      auto at = children.end();
      if (!children.empty() && children.back().first >= step) {
        at = std::lower_bound(children.begin(), children.end(), step,
                              [](const auto& item, int key) { return item.first < key; });
      }
      if (at == children.end() || at->first != step) {
        const auto moved = static_cast<size_t>(children.end() - at);
        if (moved > allowance) return false;
        allowance -= moved;
        nodes_.emplace_back(&memory_);
        at = children.insert(at, {step, &nodes_.back()});
      }
      node = at->second;
    }
    // The first location of a path is the declaration; protoc repeats a path only for extend and
    // reserved blocks.
    if (node->location_ == nullptr) {
      node->location_ = location;
      node->span = map_span(ToSpan(location->span()));
    }
  }
  return true;
}

OptionSpans ReadOptionSpans(const LocationNode& options_node,
                            const google::protobuf::Message& options) {
  static constexpr int kUninterpreted =
      google::protobuf::FieldOptions::kUninterpretedOptionFieldNumber;
  OptionSpans spans;
  for (const auto& [number, node] : options_node.children()) {
    const auto* field = options.GetDescriptor()->FindFieldByNumber(number);
    if (number == kUninterpreted && field != nullptr) {
      const int count = options.GetReflection()->FieldSize(options, field);
      spans.uninterpreted.resize(static_cast<size_t>(count));
      for (int i = 0; i < count; ++i) {
        spans.uninterpreted[static_cast<size_t>(i)] = node->Child(i).span;
      }
      continue;
    }
    if (number == FeaturesFieldNumber(options.GetDescriptor()->name())) {
      spans.named.push_back({{"features"}, node->span});  // in braces only
      for (const auto& [feature, feature_node] : node->children()) {
        const std::string_view name = FeatureName(feature);
        if (!name.empty()) {
          spans.named.push_back({{"features", std::string(name)}, feature_node->span});
        }
        for (const auto& [nested, nested_node] : feature_node->children()) {
          std::vector<std::string> path = LanguageFeaturePath(feature, nested);
          if (path.empty()) continue;
          path.insert(path.begin(), "features");
          spans.named.push_back({std::move(path), nested_node->span});
        }
      }
    } else if (field != nullptr) {
      spans.named.push_back({{field->name()}, node->span});
    }
  }
  return spans;
}

void ApplySpans(const OptionSpans& spans, schema::OptionSet& options) {
  for (const auto& [path, span] : spans.named) {
    std::vector<schema::Option>* level = &options.mutable_nodes();
    schema::Option* node = nullptr;
    for (const std::string& name : path) {
      node = FindMutable(*level, name);
      if (node == nullptr) break;
      level = &node->children;
    }
    if (node != nullptr) node->span = span;
  }
}

}  // namespace protowarden::load
