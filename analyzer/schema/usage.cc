// SPDX-License-Identifier: Apache-2.0
#include "analyzer/schema/usage.h"

#include <string_view>
#include <unordered_set>

#include "analyzer/schema/operation_info.h"

namespace protowarden::schema {
namespace {

// The message a field leads to: of a map its value's.
const Message* TargetOf(const Field& field) {
  if (field.message_type == nullptr || !field.IsMap()) return field.message_type;
  const Field* value = field.message_type->FindField(2);
  return value == nullptr ? nullptr : value->message_type;
}

// What the operation of a method holds: whoever waits for it reads that.
std::vector<const Message*> HeldBy(const Schema& schema, const Method& method) {
  std::vector<const Message*> held;
  for (const std::string_view key : {"response_type", "metadata_type"}) {
    const Message* message = schema.FindMessage(OperationType(schema, method, key));
    if (message == nullptr || message == method.output) continue;
    if (held.empty() || held.front() != message) held.push_back(message);
  }
  return held;
}

}  // namespace

Usage::Usage(const Schema& schema) {
  std::vector<const Message*> held;
  for (const auto& file : schema.files()) {
    ForEachMessage(*file, [&](const Message& message) {
      if (message.is_map_entry) return;
      for (const Field& field : message.fields) {
        if (const Message* target = TargetOf(field)) nodes_[target].referrers.push_back(&field);
        AddHolder(message, field);
      }
    });
    ForEachExtension(*file, [&](const Field& field) {
      if (const Message* target = TargetOf(field)) nodes_[target].referrers.push_back(&field);
    });
    for (const Service& service : file->services) {
      for (const Method& method : service.methods) {
        methods_.push_back(&method);
        if (method.input != nullptr) nodes_[method.input].inputs.push_back(&method);
        if (method.output != nullptr) nodes_[method.output].outputs.push_back(&method);
        for (const Message* message : HeldBy(schema, method)) {
          nodes_[message].outputs.push_back(&method);
          held.push_back(message);
        }
      }
    }
  }
  for (const Method* method : methods_) {
    if (method->input != nullptr) Spread(*method->input, &Node::in_request);
    if (method->output != nullptr) Spread(*method->output, &Node::in_response);
  }
  for (const Message* message : held) Spread(*message, &Node::in_response);
}

void Usage::Spread(const Message& root, bool Node::*flag) {
  std::vector<const Message*> pending{&root};
  while (!pending.empty()) {
    const Message* message = pending.back();
    pending.pop_back();
    Node& node = nodes_[message];
    if (node.*flag) continue;
    node.*flag = true;
    for (const Field& field : message->fields) {
      if (const Message* target = TargetOf(field)) pending.push_back(target);
    }
  }
}

void Usage::AddHolder(const Message& message, const Field& field) {
  const Field* value = field.IsMap() ? field.message_type->FindField(2) : &field;
  if (value == nullptr || value->enum_type == nullptr) return;
  std::vector<const Message*>& holders = holders_[value->enum_type];
  if (holders.empty() || holders.back() != &message) holders.push_back(&message);
}

std::span<const Message* const> Usage::Holders(const Enum& item) const {
  const auto found = holders_.find(&item);
  if (found == holders_.end()) return {};
  return found->second;
}

std::vector<const Method*> Usage::DirectMethods(const Message& message) const {
  const Node* node = Find(message);
  if (node == nullptr) return {};
  std::vector<const Method*> methods = node->inputs;
  methods.insert(methods.end(), node->outputs.begin(), node->outputs.end());
  return methods;
}

const Usage::Node* Usage::Find(const Message& message) const {
  const auto found = nodes_.find(&message);
  return found == nodes_.end() ? nullptr : &found->second;
}

bool Usage::InRequest(const Message& message) const {
  const Node* node = Find(message);
  return node != nullptr && node->in_request;
}

bool Usage::InResponse(const Message& message) const {
  const Node* node = Find(message);
  return node != nullptr && node->in_response;
}

bool Usage::Unreached(const Message& message) const {
  return !InRequest(message) && !InResponse(message);
}

std::span<const Field* const> Usage::Referrers(const Message& message) const {
  const Node* node = Find(message);
  if (node == nullptr) return {};
  return node->referrers;
}

// Walks up from the message through the fields that hold it.
std::vector<const Method*> Usage::Collect(const Message& message,
                                          const std::vector<const Method*> Node::*list) const {
  std::unordered_set<const Message*> seen{&message};
  std::vector<const Message*> pending{&message};
  std::unordered_set<const Method*> found;
  while (!pending.empty()) {
    const Node* node = Find(*pending.back());
    pending.pop_back();
    if (node == nullptr) continue;
    found.insert((node->*list).begin(), (node->*list).end());
    for (const Field* field : node->referrers) {
      if (field->parent != nullptr && seen.insert(field->parent).second) {
        pending.push_back(field->parent);
      }
    }
  }
  std::vector<const Method*> ordered;
  for (const Method* method : methods_) {
    if (found.contains(method)) ordered.push_back(method);
  }
  return ordered;
}

std::vector<const Method*> Usage::RequestMethods(const Message& message) const {
  return Collect(message, &Node::inputs);
}

std::vector<const Method*> Usage::ResponseMethods(const Message& message) const {
  return Collect(message, &Node::outputs);
}

}  // namespace protowarden::schema
