// SPDX-License-Identifier: Apache-2.0
#include "analyzer/engine/inventory.h"

namespace protowarden {
namespace {

template <typename Record>
const Record* Find(const std::unordered_map<std::string_view, const Record*>& records,
                   std::string_view element) {
  const auto found = records.find(element);
  return found == records.end() ? nullptr : found->second;
}

}  // namespace

InventoryIndex::InventoryIndex(const Inventory& inventory) : inventory_(inventory) {
  fields_.reserve(inventory.fields.size());
  messages_.reserve(inventory.messages.size());
  methods_.reserve(inventory.methods.size());
  for (const FieldRecord& record : inventory.fields) fields_.emplace(record.element, &record);
  for (const MessageRecord& record : inventory.messages) messages_.emplace(record.element, &record);
  for (const MethodRecord& record : inventory.methods) methods_.emplace(record.element, &record);
}

const FieldRecord* InventoryIndex::FindField(std::string_view element) const {
  return Find(fields_, element);
}

const MessageRecord* InventoryIndex::FindMessage(std::string_view element) const {
  return Find(messages_, element);
}

const MethodRecord* InventoryIndex::FindMethod(std::string_view element) const {
  return Find(methods_, element);
}

}  // namespace protowarden
