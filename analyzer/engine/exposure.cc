// SPDX-License-Identifier: Apache-2.0
#include "analyzer/engine/exposure.h"

#include <algorithm>
#include <set>
#include <unordered_set>

#include "analyzer/base/parallel.h"

namespace protowarden {
namespace {

using schema::Field;
using schema::Message;

const Message* TargetOf(const Field& field) {
  if (field.message_type == nullptr || !field.IsMap()) return field.message_type;
  const Field* value = field.message_type->FindField(2);
  return value == nullptr ? nullptr : value->message_type;
}

// One step of a walk; `from` is the step that led to the message of `field`.
struct Step {
  const Message* message;
  bool foreign;
  const Field* by;  // the field that holds `message`; null at the root
  size_t from;      // index of the step before
};

std::vector<const Field*> PathTo(const std::vector<Step>& steps, size_t at, const Field* leaf) {
  std::vector<const Field*> path{leaf};
  for (; steps[at].by != nullptr; at = steps[at].from) path.push_back(steps[at].by);
  std::reverse(path.begin(), path.end());
  return path;
}

}  // namespace

bool ExposedField::Repeated() const {
  return std::any_of(path.begin(), path.end(),
                     [](const Field* step) { return step->label == schema::Label::kRepeated; });
}

std::string ExposedField::PathFrom(const Message& root) const {
  std::string text = root.name;
  for (const Field* step : path) text += "." + step->name;
  return text;
}

Exposure::Exposure(const schema::Schema& schema, const schema::Usage& usage,
                   const InventoryIndex& index, unsigned jobs) {
  nodes_.reserve(index.inventory().messages.size());
  std::vector<std::pair<const Message*, Node*>> nodes;
  nodes.reserve(index.inventory().messages.size());
  for (const auto& file : schema.files()) {
    ForEachMessage(*file, [&](const Message& message) {
      if (!message.is_map_entry) nodes.emplace_back(&message, &nodes_[&message]);
    });
  }
  ParallelFor(nodes.size(), jobs, [&](size_t i) {
    for (const Field& field : nodes[i].first->fields) AddField(field, index, *nodes[i].second);
  });
  MarkLeading(usage);
}

void Exposure::AddField(const Field& field, const InventoryIndex& index, Node& node) {
  const FieldRecord* record = index.FindField(field.FullName());
  const Message* target = TargetOf(field);
  if (record == nullptr) {
    if (target != nullptr) node.edges.push_back({&field, target, false});
    return;
  }
  if (target != nullptr && !record->SpeaksForContent()) {
    const bool foreign = record->sensitivity == Sensitivity::kPublic;
    node.edges.push_back({&field, target, foreign});
  } else if (record->sensitivity > Sensitivity::kPublic) {
    node.leaves.push_back({&field, record});
  }
}

void Exposure::MarkLeading(const schema::Usage& usage) {
  std::vector<const Message*> pending;
  for (auto& [message, node] : nodes_) {
    node.leads = !node.leaves.empty();
    if (node.leads) pending.push_back(message);
  }
  while (!pending.empty()) {
    const Message* message = pending.back();
    pending.pop_back();
    for (const Field* field : usage.Referrers(*message)) {
      const auto parent = nodes_.find(field->parent);
      if (parent == nodes_.end() || parent->second.leads) continue;
      parent->second.leads = true;
      pending.push_back(parent->first);
    }
  }
}

std::vector<ExposedField> Exposure::Of(const Message* root) const {
  std::vector<ExposedField> exposed;
  std::vector<Step> steps{{root, false, nullptr, 0}};
  std::set<std::pair<const Message*, bool>> seen{{root, false}};
  std::unordered_set<const Field*> found;
  for (size_t at = 0; at < steps.size(); ++at) {
    const Step step = steps[at];
    const auto node = nodes_.find(step.message);
    if (node == nodes_.end() || !node->second.leads) continue;
    for (const Leaf& leaf : node->second.leaves) {
      const Sensitivity level = leaf.record->sensitivity;
      // The address of a shop is of no person, a card number always is of one.
      const bool counts =
          !step.foreign || leaf.record->annotation.has_value() || level == Sensitivity::kHigh;
      if (!counts || !found.insert(leaf.field).second) continue;
      exposed.push_back({leaf.field, leaf.record, level, PathTo(steps, at, leaf.field)});
    }
    for (const Edge& edge : node->second.edges) {
      const bool foreign = step.foreign || edge.foreign;
      // What is seen as a person's already need not be seen as somebody else's.
      if (seen.contains({edge.target, false})) continue;
      if (!seen.insert({edge.target, foreign}).second) continue;
      steps.push_back({edge.target, foreign, edge.field, at});
    }
  }
  return exposed;
}

Sensitivity Exposure::LevelOf(const Message* root) const {
  Sensitivity level = Sensitivity::kPublic;
  for (const ExposedField& field : Of(root)) level = std::max(level, field.level);
  return level;
}

}  // namespace protowarden
