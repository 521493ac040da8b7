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

struct Disagreement {
  Sensitivity sensitivity = Sensitivity::kPublic;
  std::vector<std::string> pii_types;
  std::string reason;
  double confidence = 1;
};

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
  std::vector<std::string> annotation_types;
  // What the classifier itself thinks where an annotation, correction or override decided another
  // level.
  std::optional<Disagreement> disagreement;
  // The same where the level is that of the annotation, whether or not they agree.
  std::optional<Disagreement> beside_annotation;
  bool container = false;  // holds a message whose fields decide, each for itself
  std::vector<std::string> regulations;
  std::vector<std::string> protections;
  std::vector<std::string> services;  // full names of those whose methods carry it, sorted

  // What the classifier finds, where an annotation says the level; else the level.
  [[nodiscard]] Sensitivity Found() const {
    return beside_annotation.has_value() ? beside_annotation->sensitivity : sensitivity;
  }
  // True when its own name (`work_address`) or a decision about it counts for all that it holds.
  [[nodiscard]] bool SpeaksForContent() const {
    return sensitivity > Sensitivity::kPublic && !container;
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

  // Takes out the records whose location satisfies outside(const Location&).
  template <typename Outside>
  void Cut(const Outside& outside) {
    const auto cut = [&](const auto& record) { return outside(record.location); };
    std::erase_if(fields, cut);
    std::erase_if(messages, cut);
    std::erase_if(methods, cut);
  }
};

// How a classification came about: one step a line.
struct TraceStep {
  std::string step;  // "words", "subject", "candidate", ..., "decision"
  std::string text;
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
