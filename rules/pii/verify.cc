// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/verify.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace protowarden::rules::pii {
namespace {

// Records by full name and by the name without the package; the first of several is kept.
template <typename Record>
class ByName {
 public:
  ByName(const std::vector<Record>& records, const std::string Record::*path) {
    for (const Record& record : records) records_.emplace(record.element, &record);
    for (const Record& record : records) records_.emplace(record.*path, &record);
  }

  [[nodiscard]] const Record* Find(std::string_view name) const {
    const auto found = records_.find(name);
    return found == records_.end() ? nullptr : found->second;
  }

 private:
  std::unordered_map<std::string_view, const Record*> records_;
};

class Verifier {
 public:
  explicit Verifier(const Inventory& inventory) : inventory_(inventory) {}

  Verification Run(const Reference& reference) {
    Fields(reference.fields);
    Messages(reference.messages);
    Methods(reference.methods);
    return std::move(result_);
  }

 private:
  // Counts one level and keeps what is wrong.
  template <typename Record>
  bool Level(const char* kind, const ReferenceRow& row, const Record* record,
             const std::string& reason) {
    if (record != nullptr && record->sensitivity == row.level) return true;
    const std::string found =
        record == nullptr ? std::string() : std::string(Name(record->sensitivity));
    result_.mistakes.push_back({kind, row.element, std::string(Name(row.level)), found, reason,
                                record == nullptr ? Location{} : record->location});
    return false;
  }

  void Fields(const std::vector<ReferenceRow>& rows) {
    const ByName<FieldRecord> records(inventory_.fields, &FieldRecord::field_path);
    size_t known = 0;
    for (const ReferenceRow& row : rows) {
      const FieldRecord* record = records.Find(row.element);
      known += record == nullptr ? 0 : 1;
      const size_t found = record == nullptr ? 0 : static_cast<size_t>(record->sensitivity);
      ++result_.confusion.at(static_cast<size_t>(row.level)).at(found);
      ++result_.fields.total;
      const std::string reason = record == nullptr ? std::string() : record->reason;
      if (Level("field", row, record, reason)) ++result_.fields.right;
      if (!row.type.empty()) Type(row, record);
    }
    result_.left_open = inventory_.fields.size() - std::min(known, inventory_.fields.size());
  }

  void Type(const ReferenceRow& row, const FieldRecord* record) {
    ++result_.types.total;
    const std::string found =
        record == nullptr || record->pii_types.empty() ? "none" : record->pii_types.front();
    if (found == row.type) {
      ++result_.types.right;
    } else if (record != nullptr) {
      result_.mistakes.push_back(
          {"type", row.element, row.type, found, record->reason, record->location});
    }
  }

  void Messages(const std::vector<ReferenceRow>& rows) {
    const ByName<MessageRecord> records(inventory_.messages, &MessageRecord::message_path);
    for (const ReferenceRow& row : rows) {
      ++result_.messages.total;
      if (Level("message", row, records.Find(row.element), "the highest level of its fields")) {
        ++result_.messages.right;
      }
    }
  }

  void Methods(const std::vector<ReferenceRow>& rows) {
    const ByName<MethodRecord> records(inventory_.methods, &MethodRecord::method_path);
    for (const ReferenceRow& row : rows) {
      const MethodRecord* record = records.Find(row.element);
      ++result_.methods.total;
      bool right = Level("method", row, record, "the highest level of request and response");
      if (record != nullptr && row.audit.has_value() && *row.audit != record->audit_pii_access) {
        right = false;
        result_.mistakes.push_back({"audit", row.element, *row.audit ? "true" : "false",
                                    record->audit_pii_access ? "true" : "false",
                                    "set where request or response hold personal data",
                                    record->location});
      }
      if (right) ++result_.methods.right;
    }
  }

  const Inventory& inventory_;
  Verification result_;
};

}  // namespace

Verification Verify(const Inventory& inventory, const Reference& reference) {
  return Verifier(inventory).Run(reference);
}

}  // namespace protowarden::rules::pii
