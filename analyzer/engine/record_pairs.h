// SPDX-License-Identifier: Apache-2.0
//
// Records of two inventories matched, so that rules about personal data receive pairs.
#pragma once

#include <vector>

#include "analyzer/compare/comparison.h"
#include "analyzer/engine/inventory.h"

namespace protowarden {

// `before` is null when the element is new or there is no other side.
template <typename Record>
struct RecordPair {
  const Record* before;
  const Record& after;
};
using FieldRecordPair = RecordPair<FieldRecord>;
using MessageRecordPair = RecordPair<MessageRecord>;
using MethodRecordPair = RecordPair<MethodRecord>;

// Refers to its arguments, which must outlive it. Fields are matched by number, so that a renamed
// field is not a new one, messages and methods by full name. Fields and messages are those of the
// compared files; methods are all, because a change of a message reaches services elsewhere.
class RecordPairs {
 public:
  RecordPairs(const compare::Comparison& comparison, const InventoryIndex* before,
              const InventoryIndex& after);

  [[nodiscard]] const std::vector<FieldRecordPair>& fields() const { return fields_; }
  [[nodiscard]] const std::vector<MessageRecordPair>& messages() const { return messages_; }
  [[nodiscard]] const std::vector<MethodRecordPair>& methods() const { return methods_; }

 private:
  std::vector<FieldRecordPair> fields_;
  std::vector<MessageRecordPair> messages_;
  std::vector<MethodRecordPair> methods_;
};

}  // namespace protowarden
