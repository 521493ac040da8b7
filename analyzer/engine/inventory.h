// SPDX-License-Identifier: Apache-2.0
//
// What personal data a schema holds: one record a field, message and method. Plain data that owns
// itself; rules/pii fills it, report writers show it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/engine/finding.h"
#include "analyzer/engine/sensitivity.h"

namespace protowarden {

struct FieldRecord {
  std::string element;     // full name, "shop.v1.Account.ssn"
  std::string field_path;  // without the package, "Account.ssn"
  std::string field_name;  // "ssn"
  std::string type;        // as declared: "string", "repeated string", "map<string, string>"
  Location location;
  Sensitivity sensitivity = Sensitivity::kPublic;
  std::vector<std::string> pii_types;  // ids; the first is the main one
  std::string reason;
  std::string source;      // what decided: "name", "comment", "container", "annotation", ...
  double confidence = 1;   // 0..1
  bool annotated = false;  // the source says its level
  std::optional<Sensitivity> annotation;
  std::vector<std::string> annotation_types;  // the types that the source names
  std::vector<std::string> regulations;
  std::vector<std::string> protections;
  std::vector<std::string> services;  // full names of those whose methods carry it, sorted

  // What holds for enforcement: the annotation, else what was found.
  [[nodiscard]] Sensitivity Effective() const { return annotation.value_or(sensitivity); }
  // True when the level is only that of the message it holds.
  [[nodiscard]] bool IsContainer() const { return source == "container"; }
  // True when its own name (`work_address`) or an annotation beyond the content decides about what
  // it holds.
  [[nodiscard]] bool SpeaksForContent() const {
    const bool named = sensitivity > Sensitivity::kPublic && !IsContainer();
    return named || (annotation.has_value() && *annotation > sensitivity);
  }
};

struct MessageRecord {
  std::string element;
  std::string message_path;
  Location location;
  Sensitivity sensitivity = Sensitivity::kPublic;
  std::optional<Sensitivity> annotation;
};

struct MethodRecord {
  std::string element;
  std::string method_path;  // "AccountService.GetAccount"
  Location location;
  Sensitivity sensitivity = Sensitivity::kPublic;
  bool audit_pii_access = false;  // the method touches personal data
  std::optional<Sensitivity> annotation;
  std::optional<bool> audit_annotation;
};

// In the order of files and declarations.
struct Inventory {
  std::vector<FieldRecord> fields;
  std::vector<MessageRecord> messages;
  std::vector<MethodRecord> methods;
};

// Finds records by the full name of their element. Refers to the inventory, which must outlive it.
class InventoryIndex {
 public:
  explicit InventoryIndex(const Inventory& inventory);

  [[nodiscard]] const Inventory& inventory() const { return inventory_; }
  // nullptr when there is none.
  [[nodiscard]] const FieldRecord* FindField(std::string_view element) const;
  [[nodiscard]] const MessageRecord* FindMessage(std::string_view element) const;
  [[nodiscard]] const MethodRecord* FindMethod(std::string_view element) const;

 private:
  const Inventory& inventory_;
  std::unordered_map<std::string_view, const FieldRecord*> fields_;
  std::unordered_map<std::string_view, const MessageRecord*> messages_;
  std::unordered_map<std::string_view, const MethodRecord*> methods_;
};

}  // namespace protowarden
