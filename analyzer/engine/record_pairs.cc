// SPDX-License-Identifier: Apache-2.0
#include "analyzer/engine/record_pairs.h"

#include <string>
#include <unordered_map>

namespace protowarden {

RecordPairs::RecordPairs(const compare::Comparison& comparison, const InventoryIndex* before,
                         const InventoryIndex& after) {
  const auto compared = [&](const Location& location) {
    const schema::File* file = comparison.after().FindFile(location.path);
    return file != nullptr && file->is_target;
  };
  std::unordered_map<std::string, std::string> old_names;  // by the name after the change
  if (before != nullptr) {
    for (const compare::FieldPair& pair : comparison.fields()) {
      old_names.emplace(pair.after.FullName(), pair.before.FullName());
    }
  }
  for (const FieldRecord& record : after.inventory().fields) {
    if (!compared(record.location)) continue;
    const FieldRecord* old_record = nullptr;
    if (before != nullptr) {
      const auto old_name = old_names.find(record.element);
      if (old_name != old_names.end()) old_record = before->FindField(old_name->second);
    }
    fields_.push_back({old_record, record});
  }
  for (const MessageRecord& record : after.inventory().messages) {
    if (!compared(record.location)) continue;
    messages_.push_back(
        {before == nullptr ? nullptr : before->FindMessage(record.element), record});
  }
  for (const MethodRecord& record : after.inventory().methods) {
    methods_.push_back({before == nullptr ? nullptr : before->FindMethod(record.element), record});
  }
}

}  // namespace protowarden
